# Set-up that script/run and script/test share; what is done already is skipped.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
venv=$root/.venv
python=$venv/bin/python
constraints=$root/script/constraints.txt
# PyTorch's own index of builds without CUDA; empty to take torch from where all else comes from
torch_cpu_index=${TORCH_CPU_INDEX-https://download.pytorch.org/whl/cpu}

say() { printf '%s\n' "$*" >&2; }

# has_library NAME: the dynamic linker knows it
has_library() {
    # ldconfig may not be on an ordinary user's PATH. Not piped into grep: that may leave before
    # ldconfig is done, which pipefail would take for a missing library.
    [ -n "${libraries-}" ] || libraries=$(PATH=$PATH:/sbin:/usr/sbin ldconfig -p)
    [[ $libraries == *"$1"* ]]
}

# missing_packages NEED…: the packages in resources/system-packages.txt that this machine lacks
missing_packages() {
    local need kind name package
    while read -r need kind name package; do
        case " $* " in *" $need "*) ;; *) continue ;; esac
        case $kind in
            library) has_library "$name" ;;
            command) command -v "$name" >/dev/null ;;
            file) [ -e "$name" ] ;;
        esac || printf '%s\n' "$package"
    done < <(grep -v '^#' "$root/resources/system-packages.txt")
}

# install_packages PACKAGE…: with apt-get where there is one, else say what is missing
install_packages() {
    [ $# -gt 0 ] || return 0
    if ! command -v apt-get >/dev/null; then
        say "These Debian packages, or your system's equivalents, are missing: $*"
        return 0
    fi
    local as_root=()
    if [ "$(id -u)" != 0 ]; then
        if ! command -v sudo >/dev/null; then
            say "Please install as root: apt-get install $*"
            return 1
        fi
        as_root=(sudo)
    fi
    say "Installing system packages: $*"
    "${as_root[@]}" apt-get update -q >&2 &&
        "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
            apt-get install -y -q --no-install-recommends "$@" >&2
}

# ensure_system NEED…: everything that resources/system-packages.txt lists for these needs
ensure_system() {
    [ "$(uname -s)" = Linux ] || return 0
    local packages
    mapfile -t packages < <(missing_packages "$@" | sort -u)
    install_packages "${packages[@]}"
}

# find_python: a Python 3.11 or newer, from $PYTHON or the PATH
find_python() {
    local candidate
    for candidate in "${PYTHON:-python3}" python3.14 python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return 0
        fi
    done
    say "Python 3.11 or newer is needed. Install it, or name it: PYTHON=/path/to/python3 $0"
    return 1
}

# has_nvidia_driver: a CUDA build of torch could find a device here
has_nvidia_driver() {
    command -v nvidia-smi >/dev/null || [ -e /proc/driver/nvidia ] || has_library libcuda.so
}

# install: pip with the versions that are known to work; its output is appended to the log
install() {
    "$python" -m pip install --disable-pip-version-check --constraint "$constraints" "$@" \
        >>"$venv/set-up.log" 2>&1
}

# install_torch_for_cpu: the build that needs no CUDA, which is several GB, where that has no use.
# An index that does not answer at once is done without: the usual one has a build that works too.
install_torch_for_cpu() {
    [ "$(uname -s)" = Linux ] && [ -n "$torch_cpu_index" ] && ! has_nvidia_driver || return 0
    install --index-url "$torch_cpu_index" --retries 0 --timeout 10 --no-deps torch ||
        say "No build of PyTorch without CUDA was to be had; taking the usual one"
}

# ensure_environment STAMP TARGET: a virtual environment with TARGET (such as '.[test]') installed
ensure_environment() {
    local stamp=$venv/.set-up-$1 wanted base
    wanted=$(cd "$root" && cat pyproject.toml setup.py "$constraints" | sha256sum | cut -d' ' -f1)
    [ -x "$python" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && return 0
    base=$(find_python)
    if ! "$base" -c 'import ensurepip, venv' 2>/dev/null; then
        install_packages python3-venv
    fi
    [ -x "$python" ] || "$base" -m venv "$venv"
    say "Installing Python packages into $venv (the first time takes some minutes)"
    : >"$venv/set-up.log"
    install_torch_for_cpu
    if ! (cd "$root" && install --editable "$2"); then
        tail -n 20 "$venv/set-up.log" >&2
        say "Installing the packages failed; all of its output is in $venv/set-up.log"
        return 1
    fi
    printf '%s\n' "$wanted" >"$stamp"
}
