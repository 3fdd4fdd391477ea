"""Long rows of numbers: numpy, as all of search has it."""

import os

# numpy multiplies matrices by as many threads as there are cores, which it starts when it is loaded: that takes it
# a third longer, and nothing is multiplied here.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from numpy.typing import NDArray

__all__ = ["NDArray", "Numbers", "np"]

Numbers = NDArray[np.int64]
