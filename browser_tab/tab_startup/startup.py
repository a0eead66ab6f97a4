"""IPython runs this file in the learner's namespace, so it leaves only what a lesson brings."""

from tab_startup import begin

begin()
del begin

# As classroom/ipython_kernel_config.json has it elsewhere.
__import__("classroom").load_ipython_extension(get_ipython())  # noqa: F821 - IPython's own name
from classroom import check, hint, progress, solution  # noqa: E402, F401
