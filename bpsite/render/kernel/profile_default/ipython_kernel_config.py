"""How a lab's kernel shows plots: as SVG, which the page can colour."""

c = get_config()  # type: ignore[name-defined]  # noqa: F821 # IPython gives it
c.InlineBackend.figure_formats = {"svg"}
c.InlineBackend.rc = {}
# The same plot on another day is the same file.
c.InlineBackend.print_figure_kwargs = {"bbox_inches": "tight", "metadata": {"Date": None}}
c.IPKernelApp.matplotlib = "inline"  # whatever backend the environment asks for
c.HistoryManager.enabled = False
c.IPKernelApp.log_level = 40  # not its warning about encryption: nobody else is on this kernel
