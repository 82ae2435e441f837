"""The file that ``streamlit run`` is given: `kg.pages.launch` starts it, also from an installed wheel."""

from kg.pages import shell

if __name__ == "__main__":
    shell.run()
