"""IPython runs this file in the learner's namespace, so it leaves only a lesson's names there."""

from tab_startup import begin

begin()
del begin

# Elsewhere, classroom/ipython_kernel_config.json does this.
__import__("classroom").load_ipython_extension(get_ipython())  # noqa: F821 - IPython's own name
from classroom import check, predict, progress  # noqa: E402, F401
