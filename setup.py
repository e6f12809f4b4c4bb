"""What pre-commit installs for the hooks of this repository: the wheel of the same version.

The program itself is built by `packaging/python`. This file must not be named like it, or pip would
take the placeholder for the wheel; it lists no packages, or setuptools would look for some.
"""

from setuptools import setup

setup(
    name="archlint-pre-commit",
    version="0.1.0",
    packages=[],
    py_modules=[],
    install_requires=["archlint==0.1.0"],
)
