// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/progress.h"

#include <algorithm>

#include "cli/text.h"

namespace mcu::cli {

namespace {

constexpr int kCells = 20;
constexpr int kEnoughToTell = 3;

}  // namespace

std::string progressBar(int done, int of) {
    const int full = of <= 0 ? 0 : std::clamp(kCells * done / of, 0, kCells);
    return "[" + std::string(static_cast<std::size_t>(full), '#') +
           std::string(static_cast<std::size_t>(kCells - full), '-') + "]";
}

std::optional<std::chrono::seconds> timeLeft(int done,
                                             int of,
                                             std::chrono::steady_clock::duration passed) {
    if (done < kEnoughToTell || done >= of) {
        return std::nullopt;
    }
    return std::chrono::ceil<std::chrono::seconds>(passed * (of - done) / done);
}

std::string timeLeftText(std::optional<std::chrono::seconds> left) {
    return left ? ", " + tr("about {seconds} s left", {{"seconds", std::to_string(left->count())}})
                : std::string();
}

}  // namespace mcu::cli
