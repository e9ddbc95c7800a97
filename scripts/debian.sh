# Sourced by the other scripts: installs Debian packages where that is possible, and says what to install where not.

# Run a command as root: directly, with sudo where it asks nothing or somebody is there to answer, else fail.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null 2>&1 && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
        sudo "$@"
    else
        return 1
    fi
}

# Install those of the named packages that are missing; fails, with a sentence that says what to do, where it cannot.
ensure_packages() {
    missing=
    for package in "$@"; do
        if ! dpkg-query --show --showformat='${Status}' "$package" 2>/dev/null | grep -q 'ok installed'; then
            missing="$missing $package"
        fi
    done
    if [ -z "$missing" ]; then return 0; fi
    if ! command -v apt-get >/dev/null 2>&1; then
        echo "Missing here, and no apt to install it with:$missing" >&2
        return 1
    fi
    echo "Installing$missing …"
    apt_log=$(mktemp)
    # shellcheck disable=SC2086  # the list is meant to split
    if { as_root apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends $missing; } >"$apt_log" 2>&1; then
        rm -f "$apt_log"
        return 0
    fi
    tail -n 5 "$apt_log" >&2
    rm -f "$apt_log"
    echo "Could not install it here. Please run as root: apt-get install$missing" >&2
    return 1
}
