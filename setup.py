"""Which folders go where: a wheel puts no `app`, `main` or `resources` at the top of site-packages.

The application lies in one package, vits_studio, as it does in the checkout: main.py with its
folders beside it. The core is a package of its own. All else stands in pyproject.toml.
"""

from setuptools import find_packages, setup

core = find_packages(include=["vits_core", "vits_core.*"])
application = find_packages(include=["app", "app.*", "resources"])

setup(
    script_name="setup.py",  # no module of vits_studio, although it lies beside main.py
    packages=[*core, "vits_studio", *(f"vits_studio.{name}" for name in application)],
    package_dir={"vits_studio": "."},
)
