"""The explorer, for ``streamlit run app.py``; the command ``kg explore`` starts the same pages."""

from kg.pages import shell

if __name__ == "__main__":
    shell.run()
