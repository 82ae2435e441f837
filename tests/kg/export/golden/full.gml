Creator "Paperkin"
Version 1
graph [
  directed 1
  multigraph 1
  name "full"
  node [
    id 0
    iri "https://w3id.org/paperkin/benchmark/tiny/toy"
    label "Toy on Set"
    kind "benchmark"
  ]
  node [
    id 1
    iri "https://w3id.org/paperkin/dataset/tiny/more"
    label "More"
    kind "dataset"
  ]
  node [
    id 2
    iri "https://w3id.org/paperkin/model/tiny/at"
    label "@Net"
    kind "model"
  ]
  node [
    id 3
    iri "https://w3id.org/paperkin/model/tiny/large"
    label "ViT-L"
    kind "model"
    parameters 3000000000.0
  ]
  node [
    id 4
    iri "https://w3id.org/paperkin/model/tiny/minus"
    label "-mean"
    kind "model"
  ]
  node [
    id 5
    iri "https://w3id.org/paperkin/paper/arxiv/2010.11929"
    label "An Image is Worth 16x16 Words"
    date "2020-10-22"
    kind "paper"
    url "https://arxiv.org/abs/2010.11929"
    year 2020
  ]
  node [
    id 6
    iri "https://w3id.org/paperkin/paper/doi/10.1%2Fold"
    label "=HYPERLINK(&quot;http://example.org&quot;) &amp; <b>Co</b>"
    date "2017"
    kind "paper"
    url "https://doi.org/10.1/old%3C1%3E"
    year 2017
  ]
  node [
    id 7
    iri "https://w3id.org/paperkin/paper/tiny/lonely"
    label "Nobody cites me"
    kind "paper"
    url "https://example.org/lonely"
  ]
  node [
    id 8
    iri "https://w3id.org/paperkin/technique/tiny/transformer"
    label "Transformer"
    date "2017"
    kind "technique"
    paper "https://w3id.org/paperkin/paper/doi/10.1%2Fold"
    year 2017
  ]
  node [
    id 9
    iri "https://w3id.org/paperkin/technique/tiny/vit"
    label "ViT"
    date "2020-10-22"
    kind "technique"
    paper "https://w3id.org/paperkin/paper/arxiv/2010.11929"
    year 2020
  ]
  edge [
    source 2
    target 0
    basis "Derived"
    kind "rankedOn"
    metric "Accuracy"
    rank 2
    result "https://w3id.org/paperkin/result/3"
    unit "%"
    value -1.5
  ]
  edge [
    source 3
    target 0
    basis "Derived"
    date "2020-10-22"
    extra_samples 14000000
    kind "rankedOn"
    metric "Accuracy"
    paper "https://w3id.org/paperkin/paper/arxiv/2010.11929"
    place "Table 1, row 1"
    rank 1
    result "https://w3id.org/paperkin/result/1"
    stated_by "https://w3id.org/paperkin/paper/arxiv/2010.11929"
    unit "%"
    uses_extra_data 1
    value 88.55
  ]
  edge [
    source 3
    target 1
    kind "trainedOn"
  ]
  edge [
    source 3
    target 5
    kind "describedIn"
  ]
  edge [
    source 4
    target 0
    basis "Derived"
    kind "rankedOn"
    metric "Accuracy"
    rank 2
    result "https://w3id.org/paperkin/result/2"
    unit "%"
    value -1.5
  ]
  edge [
    source 4
    target 6
    kind "describedIn"
  ]
  edge [
    source 5
    target 6
    intent "usesMethodIn"
    kind "cites"
    place "Section 1; Section 2"
    stated_by "https://w3id.org/paperkin/paper/arxiv/2010.11929"
  ]
  edge [
    source 5
    target 8
    kind "usesTechnique"
  ]
  edge [
    source 8
    target 6
    kind "introducedBy"
  ]
  edge [
    source 9
    target 5
    kind "introducedBy"
  ]
  edge [
    source 9
    target 8
    basis "Stated"
    kind "buildsOn"
    place "Abstract"
    sentence "We apply a &quot;pure&quot; Transformer, e.g. <this>."
    stated_by "https://w3id.org/paperkin/paper/arxiv/2010.11929"
  ]
]
