// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/text.h"

#include <algorithm>
#include <clocale>
#include <cstdlib>
#include <filesystem>
#include <libintl.h>
#include <system_error>

/// Tells glibc's gettext that LANGUAGE has changed (gettext manual, "Being a gettext grok",
/// section 11.2.6).
extern "C" int _nl_msg_cat_cntr;  // NOLINT(bugprone-reserved-identifier): the name is glibc's

namespace mcu::cli {

namespace {

constexpr const char* kDomain = "mcuctl";

std::string catalogueFolder() {
    std::error_code failed;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", failed);
    return (program.parent_path().parent_path() / "share" / "locale").string();
}

}  // namespace

void setLanguage(const std::string& language) {
    // gettext translates nothing in the "C" locale; "C.UTF-8" is part of Debian's libc itself.
    std::setlocale(LC_ALL, "C.UTF-8");
    setenv("LANGUAGE", language.c_str(), 1);  // NOLINT(concurrency-mt-unsafe): before any thread
    ++_nl_msg_cat_cntr;
    bindtextdomain(kDomain, catalogueFolder().c_str());
    bind_textdomain_codeset(kDomain, "UTF-8");
}

std::string tr(const char* english) {
    return *english == '\0' ? std::string() : std::string(dgettext(kDomain, english));
}

std::string fill(std::string_view pattern, const Holes& holes) {
    std::string filled;
    while (!pattern.empty()) {
        const auto open = pattern.find('{');
        const auto close = open == std::string_view::npos ? open : pattern.find('}', open);
        if (close == std::string_view::npos) {
            break;
        }
        filled += pattern.substr(0, open);
        const auto name = pattern.substr(open + 1, close - open - 1);
        const auto hole = std::find_if(
            holes.begin(), holes.end(), [&](const auto& h) { return h.first == name; });
        filled += hole == holes.end() ? std::string(pattern.substr(open, close - open + 1))
                                      : hole->second;
        pattern.remove_prefix(close + 1);
    }
    return filled + std::string(pattern);
}

std::string tr(const char* english, const Holes& holes) {
    return fill(tr(english), holes);
}

}  // namespace mcu::cli
