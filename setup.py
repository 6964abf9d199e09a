"""Which folders go where: a wheel puts no `app`, `main` or `resources` at the top of site-packages.

The application lies in one package, vits_studio, as it does in the checkout: main.py with its
folders beside it. The core is a package of its own. All else stands in pyproject.toml.
"""

from setuptools import find_packages, setup

core = find_packages(include=["vits_core", "vits_core.*"])
application = find_packages(include=["app", "app.*", "resources"])

setup(
    packages=[*core, *(f"vits_studio.{name}" for name in application)],
    py_modules=["vits_studio.main"],
    package_dir={"vits_studio": "."},
)
