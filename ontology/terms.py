"""The terms of the Paperkin ontology as plain constants.

Written by `python -m ontology.generate` from `paperkin.ttl`: do not edit.
"""

from typing import Final

NAMESPACE: Final[str] = "https://w3id.org/paperkin/ontology#"


class PK:
    """Our own terms."""

    Area: Final[str] = "https://w3id.org/paperkin/ontology#Area"
    Asserted: Final[str] = "https://w3id.org/paperkin/ontology#Asserted"
    Author: Final[str] = "https://w3id.org/paperkin/ontology#Author"
    Authorship: Final[str] = "https://w3id.org/paperkin/ontology#Authorship"
    Basis: Final[str] = "https://w3id.org/paperkin/ontology#Basis"
    Benchmark: Final[str] = "https://w3id.org/paperkin/ontology#Benchmark"
    Citation: Final[str] = "https://w3id.org/paperkin/ontology#Citation"
    CitationList: Final[str] = "https://w3id.org/paperkin/ontology#CitationList"
    CitedBy: Final[str] = "https://w3id.org/paperkin/ontology#CitedBy"
    ClassPartition: Final[str] = "https://w3id.org/paperkin/ontology#ClassPartition"
    Collection: Final[str] = "https://w3id.org/paperkin/ontology#Collection"
    Complete: Final[str] = "https://w3id.org/paperkin/ontology#Complete"
    Completeness: Final[str] = "https://w3id.org/paperkin/ontology#Completeness"
    Coverage: Final[str] = "https://w3id.org/paperkin/ontology#Coverage"
    Dataset: Final[str] = "https://w3id.org/paperkin/ontology#Dataset"
    Derived: Final[str] = "https://w3id.org/paperkin/ontology#Derived"
    DerivedGraph: Final[str] = "https://w3id.org/paperkin/ontology#DerivedGraph"
    Described: Final[str] = "https://w3id.org/paperkin/ontology#Described"
    DifferingValues: Final[str] = "https://w3id.org/paperkin/ontology#DifferingValues"
    Differs: Final[str] = "https://w3id.org/paperkin/ontology#Differs"
    Direction: Final[str] = "https://w3id.org/paperkin/ontology#Direction"
    Extracted: Final[str] = "https://w3id.org/paperkin/ontology#Extracted"
    HigherIsBetter: Final[str] = "https://w3id.org/paperkin/ontology#HigherIsBetter"
    Holds: Final[str] = "https://w3id.org/paperkin/ontology#Holds"
    IdentityCandidate: Final[str] = "https://w3id.org/paperkin/ontology#IdentityCandidate"
    Leaderboard: Final[str] = "https://w3id.org/paperkin/ontology#Leaderboard"
    LineageClaim: Final[str] = "https://w3id.org/paperkin/ontology#LineageClaim"
    LowerIsBetter: Final[str] = "https://w3id.org/paperkin/ontology#LowerIsBetter"
    Measurement: Final[str] = "https://w3id.org/paperkin/ontology#Measurement"
    Metric: Final[str] = "https://w3id.org/paperkin/ontology#Metric"
    MetricSpellings: Final[str] = "https://w3id.org/paperkin/ontology#MetricSpellings"
    Model: Final[str] = "https://w3id.org/paperkin/ontology#Model"
    NotANumber: Final[str] = "https://w3id.org/paperkin/ontology#NotANumber"
    Outcome: Final[str] = "https://w3id.org/paperkin/ontology#Outcome"
    Paper: Final[str] = "https://w3id.org/paperkin/ontology#Paper"
    Partial: Final[str] = "https://w3id.org/paperkin/ontology#Partial"
    Rank: Final[str] = "https://w3id.org/paperkin/ontology#Rank"
    References: Final[str] = "https://w3id.org/paperkin/ontology#References"
    Reign: Final[str] = "https://w3id.org/paperkin/ontology#Reign"
    RepeatedRows: Final[str] = "https://w3id.org/paperkin/ontology#RepeatedRows"
    Repository: Final[str] = "https://w3id.org/paperkin/ontology#Repository"
    Result: Final[str] = "https://w3id.org/paperkin/ontology#Result"
    Row: Final[str] = "https://w3id.org/paperkin/ontology#Row"
    SharedGraph: Final[str] = "https://w3id.org/paperkin/ontology#SharedGraph"
    Smell: Final[str] = "https://w3id.org/paperkin/ontology#Smell"
    Snapshot: Final[str] = "https://w3id.org/paperkin/ontology#Snapshot"
    Stated: Final[str] = "https://w3id.org/paperkin/ontology#Stated"
    Statement: Final[str] = "https://w3id.org/paperkin/ontology#Statement"
    Table: Final[str] = "https://w3id.org/paperkin/ontology#Table"
    Task: Final[str] = "https://w3id.org/paperkin/ontology#Task"
    Technique: Final[str] = "https://w3id.org/paperkin/ontology#Technique"
    Undecidable: Final[str] = "https://w3id.org/paperkin/ontology#Undecidable"
    Unknown: Final[str] = "https://w3id.org/paperkin/ontology#Unknown"
    UnknownDirection: Final[str] = "https://w3id.org/paperkin/ontology#UnknownDirection"
    Verdict: Final[str] = "https://w3id.org/paperkin/ontology#Verdict"
    Version: Final[str] = "https://w3id.org/paperkin/ontology#Version"
    WithoutPaper: Final[str] = "https://w3id.org/paperkin/ontology#WithoutPaper"
    Work: Final[str] = "https://w3id.org/paperkin/ontology#Work"
    aboutTask: Final[str] = "https://w3id.org/paperkin/ontology#aboutTask"
    abstract: Final[str] = "https://w3id.org/paperkin/ontology#abstract"
    alternateName: Final[str] = "https://w3id.org/paperkin/ontology#alternateName"
    answerCount: Final[str] = "https://w3id.org/paperkin/ontology#answerCount"
    answeredOn: Final[str] = "https://w3id.org/paperkin/ontology#answeredOn"
    arxivId: Final[str] = "https://w3id.org/paperkin/ontology#arxivId"
    asOf: Final[str] = "https://w3id.org/paperkin/ontology#asOf"
    askedFor: Final[str] = "https://w3id.org/paperkin/ontology#askedFor"
    assertedBy: Final[str] = "https://w3id.org/paperkin/ontology#assertedBy"
    author: Final[str] = "https://w3id.org/paperkin/ontology#author"
    authorComment: Final[str] = "https://w3id.org/paperkin/ontology#authorComment"
    authorPosition: Final[str] = "https://w3id.org/paperkin/ontology#authorPosition"
    authorsComplete: Final[str] = "https://w3id.org/paperkin/ontology#authorsComplete"
    basis: Final[str] = "https://w3id.org/paperkin/ontology#basis"
    benchmark: Final[str] = "https://w3id.org/paperkin/ontology#benchmark"
    buildsOn: Final[str] = "https://w3id.org/paperkin/ontology#buildsOn"
    candidate: Final[str] = "https://w3id.org/paperkin/ontology#candidate"
    category: Final[str] = "https://w3id.org/paperkin/ontology#category"
    citationCount: Final[str] = "https://w3id.org/paperkin/ontology#citationCount"
    citedEntity: Final[str] = "https://w3id.org/paperkin/ontology#citedEntity"
    citedTechnique: Final[str] = "https://w3id.org/paperkin/ontology#citedTechnique"
    citingEntity: Final[str] = "https://w3id.org/paperkin/ontology#citingEntity"
    claimObject: Final[str] = "https://w3id.org/paperkin/ontology#claimObject"
    claimRelation: Final[str] = "https://w3id.org/paperkin/ontology#claimRelation"
    claimSubject: Final[str] = "https://w3id.org/paperkin/ontology#claimSubject"
    claimText: Final[str] = "https://w3id.org/paperkin/ontology#claimText"
    codeSnippet: Final[str] = "https://w3id.org/paperkin/ontology#codeSnippet"
    comparedWith: Final[str] = "https://w3id.org/paperkin/ontology#comparedWith"
    comparison: Final[str] = "https://w3id.org/paperkin/ontology#comparison"
    completeness: Final[str] = "https://w3id.org/paperkin/ontology#completeness"
    computedFrom: Final[str] = "https://w3id.org/paperkin/ontology#computedFrom"
    conflictingIdentifier: Final[str] = "https://w3id.org/paperkin/ontology#conflictingIdentifier"
    contentSize: Final[str] = "https://w3id.org/paperkin/ontology#contentSize"
    coverageOf: Final[str] = "https://w3id.org/paperkin/ontology#coverageOf"
    dataset: Final[str] = "https://w3id.org/paperkin/ontology#dataset"
    derivesFrom: Final[str] = "https://w3id.org/paperkin/ontology#derivesFrom"
    describedIn: Final[str] = "https://w3id.org/paperkin/ontology#describedIn"
    description: Final[str] = "https://w3id.org/paperkin/ontology#description"
    direction: Final[str] = "https://w3id.org/paperkin/ontology#direction"
    doi: Final[str] = "https://w3id.org/paperkin/ontology#doi"
    extraTrainingSamples: Final[str] = "https://w3id.org/paperkin/ontology#extraTrainingSamples"
    family: Final[str] = "https://w3id.org/paperkin/ontology#family"
    fileName: Final[str] = "https://w3id.org/paperkin/ontology#fileName"
    framework: Final[str] = "https://w3id.org/paperkin/ontology#framework"
    fullName: Final[str] = "https://w3id.org/paperkin/ontology#fullName"
    graphValue: Final[str] = "https://w3id.org/paperkin/ontology#graphValue"
    hasAuthorship: Final[str] = "https://w3id.org/paperkin/ontology#hasAuthorship"
    hasComponent: Final[str] = "https://w3id.org/paperkin/ontology#hasComponent"
    hasMeasurement: Final[str] = "https://w3id.org/paperkin/ontology#hasMeasurement"
    hasSmell: Final[str] = "https://w3id.org/paperkin/ontology#hasSmell"
    hasVersion: Final[str] = "https://w3id.org/paperkin/ontology#hasVersion"
    identifier: Final[str] = "https://w3id.org/paperkin/ontology#identifier"
    inArea: Final[str] = "https://w3id.org/paperkin/ontology#inArea"
    inCollection: Final[str] = "https://w3id.org/paperkin/ontology#inCollection"
    inTable: Final[str] = "https://w3id.org/paperkin/ontology#inTable"
    instanceCount: Final[str] = "https://w3id.org/paperkin/ontology#instanceCount"
    intent: Final[str] = "https://w3id.org/paperkin/ontology#intent"
    introducedBy: Final[str] = "https://w3id.org/paperkin/ontology#introducedBy"
    isInfluential: Final[str] = "https://w3id.org/paperkin/ontology#isInfluential"
    isPublic: Final[str] = "https://w3id.org/paperkin/ontology#isPublic"
    isWithdrawn: Final[str] = "https://w3id.org/paperkin/ontology#isWithdrawn"
    journalReference: Final[str] = "https://w3id.org/paperkin/ontology#journalReference"
    language: Final[str] = "https://w3id.org/paperkin/ontology#language"
    licence: Final[str] = "https://w3id.org/paperkin/ontology#licence"
    margin: Final[str] = "https://w3id.org/paperkin/ontology#margin"
    mentions: Final[str] = "https://w3id.org/paperkin/ontology#mentions"
    mergedInto: Final[str] = "https://w3id.org/paperkin/ontology#mergedInto"
    metric: Final[str] = "https://w3id.org/paperkin/ontology#metric"
    modality: Final[str] = "https://w3id.org/paperkin/ontology#modality"
    name: Final[str] = "https://w3id.org/paperkin/ontology#name"
    nameAsPrinted: Final[str] = "https://w3id.org/paperkin/ontology#nameAsPrinted"
    ofModel: Final[str] = "https://w3id.org/paperkin/ontology#ofModel"
    ofPaper: Final[str] = "https://w3id.org/paperkin/ontology#ofPaper"
    ofStatement: Final[str] = "https://w3id.org/paperkin/ontology#ofStatement"
    officialRepository: Final[str] = "https://w3id.org/paperkin/ontology#officialRepository"
    outcome: Final[str] = "https://w3id.org/paperkin/ontology#outcome"
    page: Final[str] = "https://w3id.org/paperkin/ontology#page"
    paperCount: Final[str] = "https://w3id.org/paperkin/ontology#paperCount"
    paperLicence: Final[str] = "https://w3id.org/paperkin/ontology#paperLicence"
    parameterCount: Final[str] = "https://w3id.org/paperkin/ontology#parameterCount"
    parentTask: Final[str] = "https://w3id.org/paperkin/ontology#parentTask"
    partitionClass: Final[str] = "https://w3id.org/paperkin/ontology#partitionClass"
    place: Final[str] = "https://w3id.org/paperkin/ontology#place"
    pointer: Final[str] = "https://w3id.org/paperkin/ontology#pointer"
    position: Final[str] = "https://w3id.org/paperkin/ontology#position"
    possiblySame: Final[str] = "https://w3id.org/paperkin/ontology#possiblySame"
    primaryCategory: Final[str] = "https://w3id.org/paperkin/ontology#primaryCategory"
    primaryMetric: Final[str] = "https://w3id.org/paperkin/ontology#primaryMetric"
    publicationYear: Final[str] = "https://w3id.org/paperkin/ontology#publicationYear"
    published: Final[str] = "https://w3id.org/paperkin/ontology#published"
    rawValue: Final[str] = "https://w3id.org/paperkin/ontology#rawValue"
    reading: Final[str] = "https://w3id.org/paperkin/ontology#reading"
    reason: Final[str] = "https://w3id.org/paperkin/ontology#reason"
    recordsDuplicate: Final[str] = "https://w3id.org/paperkin/ontology#recordsDuplicate"
    recordsKept: Final[str] = "https://w3id.org/paperkin/ontology#recordsKept"
    recordsRead: Final[str] = "https://w3id.org/paperkin/ontology#recordsRead"
    recordsRejected: Final[str] = "https://w3id.org/paperkin/ontology#recordsRejected"
    referenceNumber: Final[str] = "https://w3id.org/paperkin/ontology#referenceNumber"
    relatedTo: Final[str] = "https://w3id.org/paperkin/ontology#relatedTo"
    removedOn: Final[str] = "https://w3id.org/paperkin/ontology#removedOn"
    removes: Final[str] = "https://w3id.org/paperkin/ontology#removes"
    replaces: Final[str] = "https://w3id.org/paperkin/ontology#replaces"
    reportNumber: Final[str] = "https://w3id.org/paperkin/ontology#reportNumber"
    reportedIn: Final[str] = "https://w3id.org/paperkin/ontology#reportedIn"
    reportsMetric: Final[str] = "https://w3id.org/paperkin/ontology#reportsMetric"
    repository: Final[str] = "https://w3id.org/paperkin/ontology#repository"
    result: Final[str] = "https://w3id.org/paperkin/ontology#result"
    resultCount: Final[str] = "https://w3id.org/paperkin/ontology#resultCount"
    resultDate: Final[str] = "https://w3id.org/paperkin/ontology#resultDate"
    resultDateBasis: Final[str] = "https://w3id.org/paperkin/ontology#resultDateBasis"
    retrievedAt: Final[str] = "https://w3id.org/paperkin/ontology#retrievedAt"
    revised: Final[str] = "https://w3id.org/paperkin/ontology#revised"
    rowNumber: Final[str] = "https://w3id.org/paperkin/ontology#rowNumber"
    sampleCount: Final[str] = "https://w3id.org/paperkin/ontology#sampleCount"
    score: Final[str] = "https://w3id.org/paperkin/ontology#score"
    sentence: Final[str] = "https://w3id.org/paperkin/ontology#sentence"
    sha256: Final[str] = "https://w3id.org/paperkin/ontology#sha256"
    softwareVersion: Final[str] = "https://w3id.org/paperkin/ontology#softwareVersion"
    sourceName: Final[str] = "https://w3id.org/paperkin/ontology#sourceName"
    sourceRow: Final[str] = "https://w3id.org/paperkin/ontology#sourceRow"
    split: Final[str] = "https://w3id.org/paperkin/ontology#split"
    spread: Final[str] = "https://w3id.org/paperkin/ontology#spread"
    statedBy: Final[str] = "https://w3id.org/paperkin/ontology#statedBy"
    statedTotal: Final[str] = "https://w3id.org/paperkin/ontology#statedTotal"
    statedValue: Final[str] = "https://w3id.org/paperkin/ontology#statedValue"
    subject: Final[str] = "https://w3id.org/paperkin/ontology#subject"
    submitted: Final[str] = "https://w3id.org/paperkin/ontology#submitted"
    subsetOf: Final[str] = "https://w3id.org/paperkin/ontology#subsetOf"
    tableNumber: Final[str] = "https://w3id.org/paperkin/ontology#tableNumber"
    task: Final[str] = "https://w3id.org/paperkin/ontology#task"
    title: Final[str] = "https://w3id.org/paperkin/ontology#title"
    trainedOn: Final[str] = "https://w3id.org/paperkin/ontology#trainedOn"
    unit: Final[str] = "https://w3id.org/paperkin/ontology#unit"
    upstream: Final[str] = "https://w3id.org/paperkin/ontology#upstream"
    url: Final[str] = "https://w3id.org/paperkin/ontology#url"
    usesExtraData: Final[str] = "https://w3id.org/paperkin/ontology#usesExtraData"
    usesTechnique: Final[str] = "https://w3id.org/paperkin/ontology#usesTechnique"
    validFrom: Final[str] = "https://w3id.org/paperkin/ontology#validFrom"
    validUntil: Final[str] = "https://w3id.org/paperkin/ontology#validUntil"
    value: Final[str] = "https://w3id.org/paperkin/ontology#value"
    variantOf: Final[str] = "https://w3id.org/paperkin/ontology#variantOf"
    venue: Final[str] = "https://w3id.org/paperkin/ontology#venue"
    versionDate: Final[str] = "https://w3id.org/paperkin/ontology#versionDate"
    versionNumber: Final[str] = "https://w3id.org/paperkin/ontology#versionNumber"
    versionOf: Final[str] = "https://w3id.org/paperkin/ontology#versionOf"


class CITO:
    """Terms of http://purl.org/spar/cito/ that are stated as they are."""

    cites: Final[str] = "http://purl.org/spar/cito/cites"


class DCTERMS:
    """Terms of http://purl.org/dc/terms/ that are stated as they are."""

    creator: Final[str] = "http://purl.org/dc/terms/creator"


class RDF:
    """The RDF term that every graph needs."""

    type: Final[str] = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


class XSD:
    """The datatypes that our properties point to."""

    anyURI: Final[str] = "http://www.w3.org/2001/XMLSchema#anyURI"
    boolean: Final[str] = "http://www.w3.org/2001/XMLSchema#boolean"
    date: Final[str] = "http://www.w3.org/2001/XMLSchema#date"
    dateTime: Final[str] = "http://www.w3.org/2001/XMLSchema#dateTime"
    decimal: Final[str] = "http://www.w3.org/2001/XMLSchema#decimal"
    gYear: Final[str] = "http://www.w3.org/2001/XMLSchema#gYear"
    gYearMonth: Final[str] = "http://www.w3.org/2001/XMLSchema#gYearMonth"
    integer: Final[str] = "http://www.w3.org/2001/XMLSchema#integer"
    string: Final[str] = "http://www.w3.org/2001/XMLSchema#string"


PREFIXES: Final[dict[str, str]] = {
    "cito": "http://purl.org/spar/cito/",
    "csvw": "http://www.w3.org/ns/csvw#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "doco": "http://purl.org/spar/doco/",
    "earl": "http://www.w3.org/ns/earl#",
    "fabio": "http://purl.org/spar/fabio/",
    "fair4ml": "https://w3id.org/fair4ml#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "mls": "http://www.w3.org/ns/mls#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "pk": "https://w3id.org/paperkin/ontology#",
    "prism": "http://prismstandard.org/namespaces/basic/2.0/",
    "pro": "http://purl.org/spar/pro/",
    "prov": "http://www.w3.org/ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vann": "http://purl.org/vocab/vann/",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

# Our classes.
CLASSES: Final[tuple[str, ...]] = (
    "https://w3id.org/paperkin/ontology#Area",
    "https://w3id.org/paperkin/ontology#Author",
    "https://w3id.org/paperkin/ontology#Authorship",
    "https://w3id.org/paperkin/ontology#Basis",
    "https://w3id.org/paperkin/ontology#Benchmark",
    "https://w3id.org/paperkin/ontology#Citation",
    "https://w3id.org/paperkin/ontology#CitationList",
    "https://w3id.org/paperkin/ontology#ClassPartition",
    "https://w3id.org/paperkin/ontology#Collection",
    "https://w3id.org/paperkin/ontology#Completeness",
    "https://w3id.org/paperkin/ontology#Coverage",
    "https://w3id.org/paperkin/ontology#Dataset",
    "https://w3id.org/paperkin/ontology#DerivedGraph",
    "https://w3id.org/paperkin/ontology#Direction",
    "https://w3id.org/paperkin/ontology#IdentityCandidate",
    "https://w3id.org/paperkin/ontology#Leaderboard",
    "https://w3id.org/paperkin/ontology#LineageClaim",
    "https://w3id.org/paperkin/ontology#Measurement",
    "https://w3id.org/paperkin/ontology#Metric",
    "https://w3id.org/paperkin/ontology#Model",
    "https://w3id.org/paperkin/ontology#Outcome",
    "https://w3id.org/paperkin/ontology#Paper",
    "https://w3id.org/paperkin/ontology#Rank",
    "https://w3id.org/paperkin/ontology#Reign",
    "https://w3id.org/paperkin/ontology#Repository",
    "https://w3id.org/paperkin/ontology#Result",
    "https://w3id.org/paperkin/ontology#Row",
    "https://w3id.org/paperkin/ontology#SharedGraph",
    "https://w3id.org/paperkin/ontology#Smell",
    "https://w3id.org/paperkin/ontology#Snapshot",
    "https://w3id.org/paperkin/ontology#Statement",
    "https://w3id.org/paperkin/ontology#Table",
    "https://w3id.org/paperkin/ontology#Task",
    "https://w3id.org/paperkin/ontology#Technique",
    "https://w3id.org/paperkin/ontology#Verdict",
    "https://w3id.org/paperkin/ontology#Version",
    "https://w3id.org/paperkin/ontology#Work",
)
# The members of our enumerations.
INDIVIDUALS: Final[tuple[str, ...]] = (
    "https://w3id.org/paperkin/ontology#Asserted",
    "https://w3id.org/paperkin/ontology#CitedBy",
    "https://w3id.org/paperkin/ontology#Complete",
    "https://w3id.org/paperkin/ontology#Derived",
    "https://w3id.org/paperkin/ontology#Described",
    "https://w3id.org/paperkin/ontology#DifferingValues",
    "https://w3id.org/paperkin/ontology#Differs",
    "https://w3id.org/paperkin/ontology#Extracted",
    "https://w3id.org/paperkin/ontology#HigherIsBetter",
    "https://w3id.org/paperkin/ontology#Holds",
    "https://w3id.org/paperkin/ontology#LowerIsBetter",
    "https://w3id.org/paperkin/ontology#MetricSpellings",
    "https://w3id.org/paperkin/ontology#NotANumber",
    "https://w3id.org/paperkin/ontology#Partial",
    "https://w3id.org/paperkin/ontology#References",
    "https://w3id.org/paperkin/ontology#RepeatedRows",
    "https://w3id.org/paperkin/ontology#Stated",
    "https://w3id.org/paperkin/ontology#Undecidable",
    "https://w3id.org/paperkin/ontology#Unknown",
    "https://w3id.org/paperkin/ontology#UnknownDirection",
    "https://w3id.org/paperkin/ontology#WithoutPaper",
)
# Our properties.
PROPERTIES: Final[tuple[str, ...]] = (
    "https://w3id.org/paperkin/ontology#aboutTask",
    "https://w3id.org/paperkin/ontology#abstract",
    "https://w3id.org/paperkin/ontology#alternateName",
    "https://w3id.org/paperkin/ontology#answerCount",
    "https://w3id.org/paperkin/ontology#answeredOn",
    "https://w3id.org/paperkin/ontology#arxivId",
    "https://w3id.org/paperkin/ontology#asOf",
    "https://w3id.org/paperkin/ontology#askedFor",
    "https://w3id.org/paperkin/ontology#assertedBy",
    "https://w3id.org/paperkin/ontology#author",
    "https://w3id.org/paperkin/ontology#authorComment",
    "https://w3id.org/paperkin/ontology#authorPosition",
    "https://w3id.org/paperkin/ontology#authorsComplete",
    "https://w3id.org/paperkin/ontology#basis",
    "https://w3id.org/paperkin/ontology#benchmark",
    "https://w3id.org/paperkin/ontology#buildsOn",
    "https://w3id.org/paperkin/ontology#candidate",
    "https://w3id.org/paperkin/ontology#category",
    "https://w3id.org/paperkin/ontology#citationCount",
    "https://w3id.org/paperkin/ontology#citedEntity",
    "https://w3id.org/paperkin/ontology#citedTechnique",
    "https://w3id.org/paperkin/ontology#citingEntity",
    "https://w3id.org/paperkin/ontology#claimObject",
    "https://w3id.org/paperkin/ontology#claimRelation",
    "https://w3id.org/paperkin/ontology#claimSubject",
    "https://w3id.org/paperkin/ontology#claimText",
    "https://w3id.org/paperkin/ontology#codeSnippet",
    "https://w3id.org/paperkin/ontology#comparedWith",
    "https://w3id.org/paperkin/ontology#comparison",
    "https://w3id.org/paperkin/ontology#completeness",
    "https://w3id.org/paperkin/ontology#computedFrom",
    "https://w3id.org/paperkin/ontology#conflictingIdentifier",
    "https://w3id.org/paperkin/ontology#contentSize",
    "https://w3id.org/paperkin/ontology#coverageOf",
    "https://w3id.org/paperkin/ontology#dataset",
    "https://w3id.org/paperkin/ontology#derivesFrom",
    "https://w3id.org/paperkin/ontology#describedIn",
    "https://w3id.org/paperkin/ontology#description",
    "https://w3id.org/paperkin/ontology#direction",
    "https://w3id.org/paperkin/ontology#doi",
    "https://w3id.org/paperkin/ontology#extraTrainingSamples",
    "https://w3id.org/paperkin/ontology#family",
    "https://w3id.org/paperkin/ontology#fileName",
    "https://w3id.org/paperkin/ontology#framework",
    "https://w3id.org/paperkin/ontology#fullName",
    "https://w3id.org/paperkin/ontology#graphValue",
    "https://w3id.org/paperkin/ontology#hasAuthorship",
    "https://w3id.org/paperkin/ontology#hasComponent",
    "https://w3id.org/paperkin/ontology#hasMeasurement",
    "https://w3id.org/paperkin/ontology#hasSmell",
    "https://w3id.org/paperkin/ontology#hasVersion",
    "https://w3id.org/paperkin/ontology#identifier",
    "https://w3id.org/paperkin/ontology#inArea",
    "https://w3id.org/paperkin/ontology#inCollection",
    "https://w3id.org/paperkin/ontology#inTable",
    "https://w3id.org/paperkin/ontology#instanceCount",
    "https://w3id.org/paperkin/ontology#intent",
    "https://w3id.org/paperkin/ontology#introducedBy",
    "https://w3id.org/paperkin/ontology#isInfluential",
    "https://w3id.org/paperkin/ontology#isPublic",
    "https://w3id.org/paperkin/ontology#isWithdrawn",
    "https://w3id.org/paperkin/ontology#journalReference",
    "https://w3id.org/paperkin/ontology#language",
    "https://w3id.org/paperkin/ontology#licence",
    "https://w3id.org/paperkin/ontology#margin",
    "https://w3id.org/paperkin/ontology#mentions",
    "https://w3id.org/paperkin/ontology#mergedInto",
    "https://w3id.org/paperkin/ontology#metric",
    "https://w3id.org/paperkin/ontology#modality",
    "https://w3id.org/paperkin/ontology#name",
    "https://w3id.org/paperkin/ontology#nameAsPrinted",
    "https://w3id.org/paperkin/ontology#ofModel",
    "https://w3id.org/paperkin/ontology#ofPaper",
    "https://w3id.org/paperkin/ontology#ofStatement",
    "https://w3id.org/paperkin/ontology#officialRepository",
    "https://w3id.org/paperkin/ontology#outcome",
    "https://w3id.org/paperkin/ontology#page",
    "https://w3id.org/paperkin/ontology#paperCount",
    "https://w3id.org/paperkin/ontology#paperLicence",
    "https://w3id.org/paperkin/ontology#parameterCount",
    "https://w3id.org/paperkin/ontology#parentTask",
    "https://w3id.org/paperkin/ontology#partitionClass",
    "https://w3id.org/paperkin/ontology#place",
    "https://w3id.org/paperkin/ontology#pointer",
    "https://w3id.org/paperkin/ontology#position",
    "https://w3id.org/paperkin/ontology#possiblySame",
    "https://w3id.org/paperkin/ontology#primaryCategory",
    "https://w3id.org/paperkin/ontology#primaryMetric",
    "https://w3id.org/paperkin/ontology#publicationYear",
    "https://w3id.org/paperkin/ontology#published",
    "https://w3id.org/paperkin/ontology#rawValue",
    "https://w3id.org/paperkin/ontology#reading",
    "https://w3id.org/paperkin/ontology#reason",
    "https://w3id.org/paperkin/ontology#recordsDuplicate",
    "https://w3id.org/paperkin/ontology#recordsKept",
    "https://w3id.org/paperkin/ontology#recordsRead",
    "https://w3id.org/paperkin/ontology#recordsRejected",
    "https://w3id.org/paperkin/ontology#referenceNumber",
    "https://w3id.org/paperkin/ontology#relatedTo",
    "https://w3id.org/paperkin/ontology#removedOn",
    "https://w3id.org/paperkin/ontology#removes",
    "https://w3id.org/paperkin/ontology#replaces",
    "https://w3id.org/paperkin/ontology#reportNumber",
    "https://w3id.org/paperkin/ontology#reportedIn",
    "https://w3id.org/paperkin/ontology#reportsMetric",
    "https://w3id.org/paperkin/ontology#repository",
    "https://w3id.org/paperkin/ontology#result",
    "https://w3id.org/paperkin/ontology#resultCount",
    "https://w3id.org/paperkin/ontology#resultDate",
    "https://w3id.org/paperkin/ontology#resultDateBasis",
    "https://w3id.org/paperkin/ontology#retrievedAt",
    "https://w3id.org/paperkin/ontology#revised",
    "https://w3id.org/paperkin/ontology#rowNumber",
    "https://w3id.org/paperkin/ontology#sampleCount",
    "https://w3id.org/paperkin/ontology#score",
    "https://w3id.org/paperkin/ontology#sentence",
    "https://w3id.org/paperkin/ontology#sha256",
    "https://w3id.org/paperkin/ontology#softwareVersion",
    "https://w3id.org/paperkin/ontology#sourceName",
    "https://w3id.org/paperkin/ontology#sourceRow",
    "https://w3id.org/paperkin/ontology#split",
    "https://w3id.org/paperkin/ontology#spread",
    "https://w3id.org/paperkin/ontology#statedBy",
    "https://w3id.org/paperkin/ontology#statedTotal",
    "https://w3id.org/paperkin/ontology#statedValue",
    "https://w3id.org/paperkin/ontology#subject",
    "https://w3id.org/paperkin/ontology#submitted",
    "https://w3id.org/paperkin/ontology#subsetOf",
    "https://w3id.org/paperkin/ontology#tableNumber",
    "https://w3id.org/paperkin/ontology#task",
    "https://w3id.org/paperkin/ontology#title",
    "https://w3id.org/paperkin/ontology#trainedOn",
    "https://w3id.org/paperkin/ontology#unit",
    "https://w3id.org/paperkin/ontology#upstream",
    "https://w3id.org/paperkin/ontology#url",
    "https://w3id.org/paperkin/ontology#usesExtraData",
    "https://w3id.org/paperkin/ontology#usesTechnique",
    "https://w3id.org/paperkin/ontology#validFrom",
    "https://w3id.org/paperkin/ontology#validUntil",
    "https://w3id.org/paperkin/ontology#value",
    "https://w3id.org/paperkin/ontology#variantOf",
    "https://w3id.org/paperkin/ontology#venue",
    "https://w3id.org/paperkin/ontology#versionDate",
    "https://w3id.org/paperkin/ontology#versionNumber",
    "https://w3id.org/paperkin/ontology#versionOf",
)
# Properties of others that are stated as they are.
EXTERNAL_PROPERTIES: Final[tuple[str, ...]] = (
    "http://purl.org/dc/terms/creator",
    "http://purl.org/spar/cito/cites",
)
# All predicates that a built graph may hold, super-properties too.
PREDICATES: Final[tuple[str, ...]] = (
    "http://prismstandard.org/namespaces/basic/2.0/doi",
    "http://prismstandard.org/namespaces/basic/2.0/publicationName",
    "http://purl.org/dc/terms/abstract",
    "http://purl.org/dc/terms/bibliographicCitation",
    "http://purl.org/dc/terms/creator",
    "http://purl.org/dc/terms/date",
    "http://purl.org/dc/terms/dateSubmitted",
    "http://purl.org/dc/terms/description",
    "http://purl.org/dc/terms/hasPart",
    "http://purl.org/dc/terms/hasVersion",
    "http://purl.org/dc/terms/identifier",
    "http://purl.org/dc/terms/isPartOf",
    "http://purl.org/dc/terms/isReferencedBy",
    "http://purl.org/dc/terms/isVersionOf",
    "http://purl.org/dc/terms/issued",
    "http://purl.org/dc/terms/license",
    "http://purl.org/dc/terms/modified",
    "http://purl.org/dc/terms/relation",
    "http://purl.org/dc/terms/replaces",
    "http://purl.org/dc/terms/source",
    "http://purl.org/dc/terms/subject",
    "http://purl.org/dc/terms/title",
    "http://purl.org/spar/cito/cites",
    "http://purl.org/spar/cito/hasCitationCharacterization",
    "http://purl.org/spar/cito/hasCitedEntity",
    "http://purl.org/spar/cito/hasCitingEntity",
    "http://purl.org/spar/fabio/hasArXivId",
    "http://purl.org/spar/fabio/hasPublicationYear",
    "http://purl.org/spar/fabio/hasSequenceIdentifier",
    "http://purl.org/spar/pro/isDocumentContextFor",
    "http://purl.org/spar/pro/isHeldBy",
    "http://rdfs.org/ns/void#class",
    "http://rdfs.org/ns/void#entities",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#object",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#predicate",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#subject",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
    "http://www.w3.org/2000/01/rdf-schema#comment",
    "http://www.w3.org/2000/01/rdf-schema#label",
    "http://www.w3.org/2002/07/owl#sameAs",
    "http://www.w3.org/2004/02/skos/core#altLabel",
    "http://www.w3.org/2004/02/skos/core#broader",
    "http://www.w3.org/ns/csvw#rownum",
    "http://www.w3.org/ns/dcat#endDate",
    "http://www.w3.org/ns/dcat#startDate",
    "http://www.w3.org/ns/earl#outcome",
    "http://www.w3.org/ns/mls#defines",
    "http://www.w3.org/ns/mls#hasPart",
    "http://www.w3.org/ns/mls#hasValue",
    "http://www.w3.org/ns/mls#specifiedBy",
    "http://www.w3.org/ns/prov#hadPrimarySource",
    "http://www.w3.org/ns/prov#wasDerivedFrom",
    "https://schema.org/contentSize",
    "https://schema.org/inLanguage",
    "https://schema.org/keywords",
    "https://schema.org/mentions",
    "https://schema.org/pageStart",
    "https://schema.org/position",
    "https://schema.org/reportNumber",
    "https://schema.org/sha256",
    "https://schema.org/text",
    "https://schema.org/unitText",
    "https://schema.org/url",
    "https://schema.org/version",
    "https://w3id.org/fair4ml#evaluatedMLModel",
    "https://w3id.org/paperkin/ontology#aboutTask",
    "https://w3id.org/paperkin/ontology#abstract",
    "https://w3id.org/paperkin/ontology#alternateName",
    "https://w3id.org/paperkin/ontology#answerCount",
    "https://w3id.org/paperkin/ontology#answeredOn",
    "https://w3id.org/paperkin/ontology#arxivId",
    "https://w3id.org/paperkin/ontology#asOf",
    "https://w3id.org/paperkin/ontology#askedFor",
    "https://w3id.org/paperkin/ontology#assertedBy",
    "https://w3id.org/paperkin/ontology#author",
    "https://w3id.org/paperkin/ontology#authorComment",
    "https://w3id.org/paperkin/ontology#authorPosition",
    "https://w3id.org/paperkin/ontology#authorsComplete",
    "https://w3id.org/paperkin/ontology#basis",
    "https://w3id.org/paperkin/ontology#benchmark",
    "https://w3id.org/paperkin/ontology#buildsOn",
    "https://w3id.org/paperkin/ontology#candidate",
    "https://w3id.org/paperkin/ontology#category",
    "https://w3id.org/paperkin/ontology#citationCount",
    "https://w3id.org/paperkin/ontology#citedEntity",
    "https://w3id.org/paperkin/ontology#citedTechnique",
    "https://w3id.org/paperkin/ontology#citingEntity",
    "https://w3id.org/paperkin/ontology#claimObject",
    "https://w3id.org/paperkin/ontology#claimRelation",
    "https://w3id.org/paperkin/ontology#claimSubject",
    "https://w3id.org/paperkin/ontology#claimText",
    "https://w3id.org/paperkin/ontology#codeSnippet",
    "https://w3id.org/paperkin/ontology#comparedWith",
    "https://w3id.org/paperkin/ontology#comparison",
    "https://w3id.org/paperkin/ontology#completeness",
    "https://w3id.org/paperkin/ontology#computedFrom",
    "https://w3id.org/paperkin/ontology#conflictingIdentifier",
    "https://w3id.org/paperkin/ontology#contentSize",
    "https://w3id.org/paperkin/ontology#coverageOf",
    "https://w3id.org/paperkin/ontology#dataset",
    "https://w3id.org/paperkin/ontology#derivesFrom",
    "https://w3id.org/paperkin/ontology#describedIn",
    "https://w3id.org/paperkin/ontology#description",
    "https://w3id.org/paperkin/ontology#direction",
    "https://w3id.org/paperkin/ontology#doi",
    "https://w3id.org/paperkin/ontology#extraTrainingSamples",
    "https://w3id.org/paperkin/ontology#family",
    "https://w3id.org/paperkin/ontology#fileName",
    "https://w3id.org/paperkin/ontology#framework",
    "https://w3id.org/paperkin/ontology#fullName",
    "https://w3id.org/paperkin/ontology#graphValue",
    "https://w3id.org/paperkin/ontology#hasAuthorship",
    "https://w3id.org/paperkin/ontology#hasComponent",
    "https://w3id.org/paperkin/ontology#hasMeasurement",
    "https://w3id.org/paperkin/ontology#hasSmell",
    "https://w3id.org/paperkin/ontology#hasVersion",
    "https://w3id.org/paperkin/ontology#identifier",
    "https://w3id.org/paperkin/ontology#inArea",
    "https://w3id.org/paperkin/ontology#inCollection",
    "https://w3id.org/paperkin/ontology#inTable",
    "https://w3id.org/paperkin/ontology#instanceCount",
    "https://w3id.org/paperkin/ontology#intent",
    "https://w3id.org/paperkin/ontology#introducedBy",
    "https://w3id.org/paperkin/ontology#isInfluential",
    "https://w3id.org/paperkin/ontology#isPublic",
    "https://w3id.org/paperkin/ontology#isWithdrawn",
    "https://w3id.org/paperkin/ontology#journalReference",
    "https://w3id.org/paperkin/ontology#language",
    "https://w3id.org/paperkin/ontology#licence",
    "https://w3id.org/paperkin/ontology#margin",
    "https://w3id.org/paperkin/ontology#mentions",
    "https://w3id.org/paperkin/ontology#mergedInto",
    "https://w3id.org/paperkin/ontology#metric",
    "https://w3id.org/paperkin/ontology#modality",
    "https://w3id.org/paperkin/ontology#name",
    "https://w3id.org/paperkin/ontology#nameAsPrinted",
    "https://w3id.org/paperkin/ontology#ofModel",
    "https://w3id.org/paperkin/ontology#ofPaper",
    "https://w3id.org/paperkin/ontology#ofStatement",
    "https://w3id.org/paperkin/ontology#officialRepository",
    "https://w3id.org/paperkin/ontology#outcome",
    "https://w3id.org/paperkin/ontology#page",
    "https://w3id.org/paperkin/ontology#paperCount",
    "https://w3id.org/paperkin/ontology#paperLicence",
    "https://w3id.org/paperkin/ontology#parameterCount",
    "https://w3id.org/paperkin/ontology#parentTask",
    "https://w3id.org/paperkin/ontology#partitionClass",
    "https://w3id.org/paperkin/ontology#place",
    "https://w3id.org/paperkin/ontology#pointer",
    "https://w3id.org/paperkin/ontology#position",
    "https://w3id.org/paperkin/ontology#possiblySame",
    "https://w3id.org/paperkin/ontology#primaryCategory",
    "https://w3id.org/paperkin/ontology#primaryMetric",
    "https://w3id.org/paperkin/ontology#publicationYear",
    "https://w3id.org/paperkin/ontology#published",
    "https://w3id.org/paperkin/ontology#rawValue",
    "https://w3id.org/paperkin/ontology#reading",
    "https://w3id.org/paperkin/ontology#reason",
    "https://w3id.org/paperkin/ontology#recordsDuplicate",
    "https://w3id.org/paperkin/ontology#recordsKept",
    "https://w3id.org/paperkin/ontology#recordsRead",
    "https://w3id.org/paperkin/ontology#recordsRejected",
    "https://w3id.org/paperkin/ontology#referenceNumber",
    "https://w3id.org/paperkin/ontology#relatedTo",
    "https://w3id.org/paperkin/ontology#removedOn",
    "https://w3id.org/paperkin/ontology#removes",
    "https://w3id.org/paperkin/ontology#replaces",
    "https://w3id.org/paperkin/ontology#reportNumber",
    "https://w3id.org/paperkin/ontology#reportedIn",
    "https://w3id.org/paperkin/ontology#reportsMetric",
    "https://w3id.org/paperkin/ontology#repository",
    "https://w3id.org/paperkin/ontology#result",
    "https://w3id.org/paperkin/ontology#resultCount",
    "https://w3id.org/paperkin/ontology#resultDate",
    "https://w3id.org/paperkin/ontology#resultDateBasis",
    "https://w3id.org/paperkin/ontology#retrievedAt",
    "https://w3id.org/paperkin/ontology#revised",
    "https://w3id.org/paperkin/ontology#rowNumber",
    "https://w3id.org/paperkin/ontology#sampleCount",
    "https://w3id.org/paperkin/ontology#score",
    "https://w3id.org/paperkin/ontology#sentence",
    "https://w3id.org/paperkin/ontology#sha256",
    "https://w3id.org/paperkin/ontology#softwareVersion",
    "https://w3id.org/paperkin/ontology#sourceName",
    "https://w3id.org/paperkin/ontology#sourceRow",
    "https://w3id.org/paperkin/ontology#split",
    "https://w3id.org/paperkin/ontology#spread",
    "https://w3id.org/paperkin/ontology#statedBy",
    "https://w3id.org/paperkin/ontology#statedTotal",
    "https://w3id.org/paperkin/ontology#statedValue",
    "https://w3id.org/paperkin/ontology#subject",
    "https://w3id.org/paperkin/ontology#submitted",
    "https://w3id.org/paperkin/ontology#subsetOf",
    "https://w3id.org/paperkin/ontology#tableNumber",
    "https://w3id.org/paperkin/ontology#task",
    "https://w3id.org/paperkin/ontology#title",
    "https://w3id.org/paperkin/ontology#trainedOn",
    "https://w3id.org/paperkin/ontology#unit",
    "https://w3id.org/paperkin/ontology#upstream",
    "https://w3id.org/paperkin/ontology#url",
    "https://w3id.org/paperkin/ontology#usesExtraData",
    "https://w3id.org/paperkin/ontology#usesTechnique",
    "https://w3id.org/paperkin/ontology#validFrom",
    "https://w3id.org/paperkin/ontology#validUntil",
    "https://w3id.org/paperkin/ontology#value",
    "https://w3id.org/paperkin/ontology#variantOf",
    "https://w3id.org/paperkin/ontology#venue",
    "https://w3id.org/paperkin/ontology#versionDate",
    "https://w3id.org/paperkin/ontology#versionNumber",
    "https://w3id.org/paperkin/ontology#versionOf",
)
# All terms above each class and property, near and far, ours and others.
SUPER_CLASSES: Final[dict[str, tuple[str, ...]]] = {
    "https://w3id.org/paperkin/ontology#Area": (
        "http://www.w3.org/2004/02/skos/core#Concept",
    ),
    "https://w3id.org/paperkin/ontology#Author": (
        "http://xmlns.com/foaf/0.1/Person",
    ),
    "https://w3id.org/paperkin/ontology#Authorship": (
        "http://purl.org/spar/pro/RoleInTime",
    ),
    "https://w3id.org/paperkin/ontology#Basis": (),
    "https://w3id.org/paperkin/ontology#Benchmark": (
        "http://www.w3.org/ns/mls#EvaluationSpecification",
    ),
    "https://w3id.org/paperkin/ontology#Citation": (
        "http://purl.org/spar/cito/Citation",
    ),
    "https://w3id.org/paperkin/ontology#CitationList": (),
    "https://w3id.org/paperkin/ontology#ClassPartition": (
        "http://rdfs.org/ns/void#Dataset",
    ),
    "https://w3id.org/paperkin/ontology#Collection": (
        "http://www.w3.org/2004/02/skos/core#Collection",
    ),
    "https://w3id.org/paperkin/ontology#Completeness": (),
    "https://w3id.org/paperkin/ontology#Coverage": (
        "http://www.w3.org/ns/prov#Activity",
    ),
    "https://w3id.org/paperkin/ontology#Dataset": (
        "http://www.w3.org/ns/dcat#Dataset",
        "https://schema.org/Dataset",
    ),
    "https://w3id.org/paperkin/ontology#DerivedGraph": (
        "http://www.w3.org/ns/prov#Entity",
    ),
    "https://w3id.org/paperkin/ontology#Direction": (),
    "https://w3id.org/paperkin/ontology#IdentityCandidate": (
        "http://www.w3.org/ns/prov#Entity",
    ),
    "https://w3id.org/paperkin/ontology#Leaderboard": (
        "http://purl.org/linked-data/cube#Slice",
    ),
    "https://w3id.org/paperkin/ontology#LineageClaim": (
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#Statement",
    ),
    "https://w3id.org/paperkin/ontology#Measurement": (
        "http://purl.org/linked-data/cube#Observation",
        "http://www.w3.org/ns/mls#ModelEvaluation",
    ),
    "https://w3id.org/paperkin/ontology#Metric": (
        "http://www.w3.org/ns/mls#EvaluationMeasure",
    ),
    "https://w3id.org/paperkin/ontology#Model": (
        "http://www.w3.org/ns/mls#Model",
        "https://w3id.org/fair4ml#MLModel",
    ),
    "https://w3id.org/paperkin/ontology#Outcome": (
        "http://www.w3.org/ns/earl#OutcomeValue",
    ),
    "https://w3id.org/paperkin/ontology#Paper": (
        "http://purl.org/spar/fabio/ResearchPaper",
        "https://schema.org/ScholarlyArticle",
    ),
    "https://w3id.org/paperkin/ontology#Rank": (
        "http://purl.org/linked-data/cube#Observation",
    ),
    "https://w3id.org/paperkin/ontology#Reign": (
        "http://purl.org/dc/terms/PeriodOfTime",
    ),
    "https://w3id.org/paperkin/ontology#Repository": (
        "https://schema.org/SoftwareSourceCode",
    ),
    "https://w3id.org/paperkin/ontology#Result": (
        "http://purl.org/linked-data/cube#Observation",
        "http://www.w3.org/ns/mls#ModelEvaluation",
        "https://w3id.org/fair4ml#MLModelEvaluation",
    ),
    "https://w3id.org/paperkin/ontology#Row": (
        "http://www.w3.org/ns/csvw#Row",
    ),
    "https://w3id.org/paperkin/ontology#SharedGraph": (
        "http://www.w3.org/ns/prov#Entity",
    ),
    "https://w3id.org/paperkin/ontology#Smell": (),
    "https://w3id.org/paperkin/ontology#Snapshot": (
        "http://rdfs.org/ns/void#Dataset",
        "http://www.w3.org/ns/dcat#Distribution",
        "http://www.w3.org/ns/prov#Entity",
    ),
    "https://w3id.org/paperkin/ontology#Statement": (
        "https://schema.org/Claim",
    ),
    "https://w3id.org/paperkin/ontology#Table": (
        "http://purl.org/spar/doco/Table",
    ),
    "https://w3id.org/paperkin/ontology#Task": (
        "http://www.w3.org/2004/02/skos/core#Concept",
        "http://www.w3.org/ns/mls#Task",
    ),
    "https://w3id.org/paperkin/ontology#Technique": (
        "http://www.w3.org/2004/02/skos/core#Concept",
        "http://www.w3.org/ns/mls#Algorithm",
    ),
    "https://w3id.org/paperkin/ontology#Verdict": (
        "http://www.w3.org/ns/earl#TestResult",
    ),
    "https://w3id.org/paperkin/ontology#Version": (
        "http://purl.org/spar/fabio/Preprint",
    ),
    "https://w3id.org/paperkin/ontology#Work": (
        "http://purl.org/spar/fabio/Work",
    ),
}

SUPER_PROPERTIES: Final[dict[str, tuple[str, ...]]] = {
    "https://w3id.org/paperkin/ontology#aboutTask": (
        "http://purl.org/dc/terms/subject",
    ),
    "https://w3id.org/paperkin/ontology#abstract": (
        "http://purl.org/dc/terms/abstract",
    ),
    "https://w3id.org/paperkin/ontology#alternateName": (
        "http://www.w3.org/2004/02/skos/core#altLabel",
    ),
    "https://w3id.org/paperkin/ontology#answerCount": (),
    "https://w3id.org/paperkin/ontology#answeredOn": (
        "http://purl.org/dc/terms/date",
    ),
    "https://w3id.org/paperkin/ontology#arxivId": (
        "http://purl.org/spar/fabio/hasArXivId",
    ),
    "https://w3id.org/paperkin/ontology#asOf": (
        "http://purl.org/dc/terms/date",
    ),
    "https://w3id.org/paperkin/ontology#askedFor": (),
    "https://w3id.org/paperkin/ontology#assertedBy": (
        "http://www.w3.org/ns/prov#hadPrimarySource",
    ),
    "https://w3id.org/paperkin/ontology#author": (
        "http://purl.org/spar/pro/isHeldBy",
    ),
    "https://w3id.org/paperkin/ontology#authorComment": (
        "http://www.w3.org/2000/01/rdf-schema#comment",
    ),
    "https://w3id.org/paperkin/ontology#authorPosition": (
        "https://schema.org/position",
    ),
    "https://w3id.org/paperkin/ontology#authorsComplete": (),
    "https://w3id.org/paperkin/ontology#basis": (),
    "https://w3id.org/paperkin/ontology#benchmark": (),
    "https://w3id.org/paperkin/ontology#buildsOn": (
        "http://purl.org/dc/terms/relation",
        "http://www.w3.org/ns/prov#wasDerivedFrom",
        "https://w3id.org/paperkin/ontology#derivesFrom",
        "https://w3id.org/paperkin/ontology#relatedTo",
    ),
    "https://w3id.org/paperkin/ontology#candidate": (),
    "https://w3id.org/paperkin/ontology#category": (
        "https://schema.org/keywords",
        "https://w3id.org/paperkin/ontology#subject",
    ),
    "https://w3id.org/paperkin/ontology#citationCount": (),
    "https://w3id.org/paperkin/ontology#citedEntity": (
        "http://purl.org/spar/cito/hasCitedEntity",
    ),
    "https://w3id.org/paperkin/ontology#citedTechnique": (),
    "https://w3id.org/paperkin/ontology#citingEntity": (
        "http://purl.org/spar/cito/hasCitingEntity",
    ),
    "https://w3id.org/paperkin/ontology#claimObject": (
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#object",
    ),
    "https://w3id.org/paperkin/ontology#claimRelation": (
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#predicate",
    ),
    "https://w3id.org/paperkin/ontology#claimSubject": (
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#subject",
    ),
    "https://w3id.org/paperkin/ontology#claimText": (
        "https://schema.org/text",
    ),
    "https://w3id.org/paperkin/ontology#codeSnippet": (
        "https://schema.org/url",
    ),
    "https://w3id.org/paperkin/ontology#comparedWith": (
        "http://purl.org/dc/terms/relation",
        "https://w3id.org/paperkin/ontology#relatedTo",
    ),
    "https://w3id.org/paperkin/ontology#comparison": (),
    "https://w3id.org/paperkin/ontology#completeness": (),
    "https://w3id.org/paperkin/ontology#computedFrom": (
        "http://www.w3.org/ns/prov#wasDerivedFrom",
    ),
    "https://w3id.org/paperkin/ontology#conflictingIdentifier": (),
    "https://w3id.org/paperkin/ontology#contentSize": (
        "https://schema.org/contentSize",
    ),
    "https://w3id.org/paperkin/ontology#coverageOf": (
        "http://purl.org/dc/terms/subject",
    ),
    "https://w3id.org/paperkin/ontology#dataset": (),
    "https://w3id.org/paperkin/ontology#derivesFrom": (
        "http://purl.org/dc/terms/relation",
        "http://www.w3.org/ns/prov#wasDerivedFrom",
        "https://w3id.org/paperkin/ontology#relatedTo",
    ),
    "https://w3id.org/paperkin/ontology#describedIn": (
        "http://purl.org/dc/terms/isReferencedBy",
    ),
    "https://w3id.org/paperkin/ontology#description": (
        "http://purl.org/dc/terms/description",
    ),
    "https://w3id.org/paperkin/ontology#direction": (),
    "https://w3id.org/paperkin/ontology#doi": (
        "http://prismstandard.org/namespaces/basic/2.0/doi",
    ),
    "https://w3id.org/paperkin/ontology#extraTrainingSamples": (),
    "https://w3id.org/paperkin/ontology#family": (),
    "https://w3id.org/paperkin/ontology#fileName": (),
    "https://w3id.org/paperkin/ontology#framework": (),
    "https://w3id.org/paperkin/ontology#fullName": (
        "http://www.w3.org/2004/02/skos/core#altLabel",
        "https://w3id.org/paperkin/ontology#alternateName",
    ),
    "https://w3id.org/paperkin/ontology#graphValue": (),
    "https://w3id.org/paperkin/ontology#hasAuthorship": (
        "http://purl.org/spar/pro/isDocumentContextFor",
    ),
    "https://w3id.org/paperkin/ontology#hasComponent": (
        "http://purl.org/dc/terms/hasPart",
        "http://purl.org/dc/terms/relation",
        "http://www.w3.org/ns/prov#wasDerivedFrom",
        "https://w3id.org/paperkin/ontology#derivesFrom",
        "https://w3id.org/paperkin/ontology#relatedTo",
    ),
    "https://w3id.org/paperkin/ontology#hasMeasurement": (
        "http://www.w3.org/ns/mls#hasPart",
    ),
    "https://w3id.org/paperkin/ontology#hasSmell": (),
    "https://w3id.org/paperkin/ontology#hasVersion": (
        "http://purl.org/dc/terms/hasVersion",
    ),
    "https://w3id.org/paperkin/ontology#identifier": (
        "http://purl.org/dc/terms/identifier",
    ),
    "https://w3id.org/paperkin/ontology#inArea": (
        "http://purl.org/dc/terms/subject",
    ),
    "https://w3id.org/paperkin/ontology#inCollection": (
        "http://purl.org/dc/terms/isPartOf",
    ),
    "https://w3id.org/paperkin/ontology#inTable": (
        "http://purl.org/dc/terms/isPartOf",
    ),
    "https://w3id.org/paperkin/ontology#instanceCount": (
        "http://rdfs.org/ns/void#entities",
    ),
    "https://w3id.org/paperkin/ontology#intent": (
        "http://purl.org/spar/cito/hasCitationCharacterization",
    ),
    "https://w3id.org/paperkin/ontology#introducedBy": (
        "http://purl.org/dc/terms/isReferencedBy",
        "https://w3id.org/paperkin/ontology#describedIn",
    ),
    "https://w3id.org/paperkin/ontology#isInfluential": (),
    "https://w3id.org/paperkin/ontology#isPublic": (),
    "https://w3id.org/paperkin/ontology#isWithdrawn": (),
    "https://w3id.org/paperkin/ontology#journalReference": (
        "http://purl.org/dc/terms/bibliographicCitation",
    ),
    "https://w3id.org/paperkin/ontology#language": (
        "https://schema.org/inLanguage",
    ),
    "https://w3id.org/paperkin/ontology#licence": (
        "http://purl.org/dc/terms/license",
    ),
    "https://w3id.org/paperkin/ontology#margin": (),
    "https://w3id.org/paperkin/ontology#mentions": (
        "http://purl.org/dc/terms/relation",
        "https://schema.org/mentions",
        "https://w3id.org/paperkin/ontology#relatedTo",
    ),
    "https://w3id.org/paperkin/ontology#mergedInto": (
        "http://www.w3.org/2002/07/owl#sameAs",
    ),
    "https://w3id.org/paperkin/ontology#metric": (
        "http://www.w3.org/ns/mls#specifiedBy",
    ),
    "https://w3id.org/paperkin/ontology#modality": (
        "https://schema.org/keywords",
    ),
    "https://w3id.org/paperkin/ontology#name": (
        "http://www.w3.org/2000/01/rdf-schema#label",
    ),
    "https://w3id.org/paperkin/ontology#nameAsPrinted": (),
    "https://w3id.org/paperkin/ontology#ofModel": (
        "https://w3id.org/fair4ml#evaluatedMLModel",
    ),
    "https://w3id.org/paperkin/ontology#ofPaper": (
        "http://purl.org/dc/terms/isPartOf",
    ),
    "https://w3id.org/paperkin/ontology#ofStatement": (),
    "https://w3id.org/paperkin/ontology#officialRepository": (
        "http://purl.org/dc/terms/relation",
        "https://w3id.org/paperkin/ontology#repository",
    ),
    "https://w3id.org/paperkin/ontology#outcome": (
        "http://www.w3.org/ns/earl#outcome",
    ),
    "https://w3id.org/paperkin/ontology#page": (
        "https://schema.org/pageStart",
    ),
    "https://w3id.org/paperkin/ontology#paperCount": (),
    "https://w3id.org/paperkin/ontology#paperLicence": (
        "http://purl.org/dc/terms/license",
    ),
    "https://w3id.org/paperkin/ontology#parameterCount": (),
    "https://w3id.org/paperkin/ontology#parentTask": (
        "http://www.w3.org/2004/02/skos/core#broader",
    ),
    "https://w3id.org/paperkin/ontology#partitionClass": (
        "http://rdfs.org/ns/void#class",
    ),
    "https://w3id.org/paperkin/ontology#place": (),
    "https://w3id.org/paperkin/ontology#pointer": (),
    "https://w3id.org/paperkin/ontology#position": (
        "https://schema.org/position",
    ),
    "https://w3id.org/paperkin/ontology#possiblySame": (),
    "https://w3id.org/paperkin/ontology#primaryCategory": (
        "https://schema.org/keywords",
        "https://w3id.org/paperkin/ontology#category",
        "https://w3id.org/paperkin/ontology#subject",
    ),
    "https://w3id.org/paperkin/ontology#primaryMetric": (
        "http://www.w3.org/ns/mls#hasPart",
        "https://w3id.org/paperkin/ontology#reportsMetric",
    ),
    "https://w3id.org/paperkin/ontology#publicationYear": (
        "http://purl.org/spar/fabio/hasPublicationYear",
    ),
    "https://w3id.org/paperkin/ontology#published": (
        "http://purl.org/dc/terms/issued",
    ),
    "https://w3id.org/paperkin/ontology#rawValue": (),
    "https://w3id.org/paperkin/ontology#reading": (),
    "https://w3id.org/paperkin/ontology#reason": (),
    "https://w3id.org/paperkin/ontology#recordsDuplicate": (),
    "https://w3id.org/paperkin/ontology#recordsKept": (),
    "https://w3id.org/paperkin/ontology#recordsRead": (),
    "https://w3id.org/paperkin/ontology#recordsRejected": (),
    "https://w3id.org/paperkin/ontology#referenceNumber": (),
    "https://w3id.org/paperkin/ontology#relatedTo": (
        "http://purl.org/dc/terms/relation",
    ),
    "https://w3id.org/paperkin/ontology#removedOn": (
        "http://purl.org/dc/terms/date",
    ),
    "https://w3id.org/paperkin/ontology#removes": (
        "http://purl.org/dc/terms/relation",
        "https://w3id.org/paperkin/ontology#relatedTo",
    ),
    "https://w3id.org/paperkin/ontology#replaces": (
        "http://purl.org/dc/terms/relation",
        "http://purl.org/dc/terms/replaces",
        "https://w3id.org/paperkin/ontology#relatedTo",
    ),
    "https://w3id.org/paperkin/ontology#reportNumber": (
        "https://schema.org/reportNumber",
    ),
    "https://w3id.org/paperkin/ontology#reportedIn": (
        "http://purl.org/dc/terms/isReferencedBy",
    ),
    "https://w3id.org/paperkin/ontology#reportsMetric": (
        "http://www.w3.org/ns/mls#hasPart",
    ),
    "https://w3id.org/paperkin/ontology#repository": (
        "http://purl.org/dc/terms/relation",
    ),
    "https://w3id.org/paperkin/ontology#result": (),
    "https://w3id.org/paperkin/ontology#resultCount": (),
    "https://w3id.org/paperkin/ontology#resultDate": (
        "http://purl.org/dc/terms/date",
    ),
    "https://w3id.org/paperkin/ontology#resultDateBasis": (),
    "https://w3id.org/paperkin/ontology#retrievedAt": (
        "http://purl.org/dc/terms/date",
    ),
    "https://w3id.org/paperkin/ontology#revised": (
        "http://purl.org/dc/terms/modified",
    ),
    "https://w3id.org/paperkin/ontology#rowNumber": (
        "http://www.w3.org/ns/csvw#rownum",
    ),
    "https://w3id.org/paperkin/ontology#sampleCount": (),
    "https://w3id.org/paperkin/ontology#score": (),
    "https://w3id.org/paperkin/ontology#sentence": (),
    "https://w3id.org/paperkin/ontology#sha256": (
        "https://schema.org/sha256",
    ),
    "https://w3id.org/paperkin/ontology#softwareVersion": (),
    "https://w3id.org/paperkin/ontology#sourceName": (),
    "https://w3id.org/paperkin/ontology#sourceRow": (
        "http://purl.org/dc/terms/source",
    ),
    "https://w3id.org/paperkin/ontology#split": (),
    "https://w3id.org/paperkin/ontology#spread": (),
    "https://w3id.org/paperkin/ontology#statedBy": (
        "http://purl.org/dc/terms/source",
    ),
    "https://w3id.org/paperkin/ontology#statedTotal": (),
    "https://w3id.org/paperkin/ontology#statedValue": (),
    "https://w3id.org/paperkin/ontology#subject": (
        "https://schema.org/keywords",
    ),
    "https://w3id.org/paperkin/ontology#submitted": (
        "http://purl.org/dc/terms/dateSubmitted",
    ),
    "https://w3id.org/paperkin/ontology#subsetOf": (
        "http://purl.org/dc/terms/isPartOf",
    ),
    "https://w3id.org/paperkin/ontology#tableNumber": (
        "http://purl.org/spar/fabio/hasSequenceIdentifier",
    ),
    "https://w3id.org/paperkin/ontology#task": (
        "http://www.w3.org/ns/mls#defines",
    ),
    "https://w3id.org/paperkin/ontology#title": (
        "http://purl.org/dc/terms/title",
        "http://www.w3.org/2000/01/rdf-schema#label",
    ),
    "https://w3id.org/paperkin/ontology#trainedOn": (),
    "https://w3id.org/paperkin/ontology#unit": (
        "https://schema.org/unitText",
    ),
    "https://w3id.org/paperkin/ontology#upstream": (
        "http://purl.org/dc/terms/source",
    ),
    "https://w3id.org/paperkin/ontology#url": (
        "https://schema.org/url",
    ),
    "https://w3id.org/paperkin/ontology#usesExtraData": (),
    "https://w3id.org/paperkin/ontology#usesTechnique": (
        "https://schema.org/mentions",
    ),
    "https://w3id.org/paperkin/ontology#validFrom": (
        "http://www.w3.org/ns/dcat#startDate",
    ),
    "https://w3id.org/paperkin/ontology#validUntil": (
        "http://www.w3.org/ns/dcat#endDate",
    ),
    "https://w3id.org/paperkin/ontology#value": (
        "http://www.w3.org/ns/mls#hasValue",
    ),
    "https://w3id.org/paperkin/ontology#variantOf": (
        "http://purl.org/dc/terms/relation",
        "http://www.w3.org/ns/prov#wasDerivedFrom",
        "https://w3id.org/paperkin/ontology#derivesFrom",
        "https://w3id.org/paperkin/ontology#relatedTo",
    ),
    "https://w3id.org/paperkin/ontology#venue": (
        "http://prismstandard.org/namespaces/basic/2.0/publicationName",
    ),
    "https://w3id.org/paperkin/ontology#versionDate": (
        "http://purl.org/dc/terms/dateSubmitted",
    ),
    "https://w3id.org/paperkin/ontology#versionNumber": (
        "https://schema.org/version",
    ),
    "https://w3id.org/paperkin/ontology#versionOf": (
        "http://purl.org/dc/terms/isVersionOf",
    ),
    "http://purl.org/dc/terms/creator": (),
    "http://purl.org/spar/cito/cites": (),
}
