// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/cascade_words.h"

#include <array>
#include <string_view>
#include <utility>

#include "cli/text.h"

namespace mcu::cli {

namespace {

using Word = std::pair<std::string_view, const char*>;

template <std::size_t N>
std::string wordText(const std::array<Word, N>& words, const std::string& word) {
    for (const auto& [english, text] : words) {
        if (english == word) {
            return tr(text);
        }
    }
    return word;
}

}  // namespace

std::string roleText(const std::string& role) {
    static constexpr std::array<Word, 4> kRoles = {{{"master", later("master")},
                                                    {"slave", later("slave")},
                                                    {"middle", later("middle")},
                                                    {"alone", later("alone")}}};
    return wordText(kRoles, role);
}

std::string linkStateText(const std::string& state) {
    static constexpr std::array<Word, 6> kStates = {{{"up", later("UP")},
                                                     {"down", later("down")},
                                                     {"connecting", later("connecting")},
                                                     {"refused", later("REFUSED")},
                                                     {"degraded", later("DEGRADED")},
                                                     {"control-lost", later("CONTROL LOST")}}};
    return wordText(kStates, state);
}

std::string orderUseText(const std::string& use) {
    static constexpr std::array<Word, 4> kUses = {{{"take", later("put on air")},
                                                   {"pane", later("show in a pane")},
                                                   {"precue", later("get ready")},
                                                   {"release", later("release")}}};
    return wordText(kUses, use);
}

std::string orderStateText(const std::string& state) {
    static constexpr std::array<Word, 6> kStates = {{{"sent", later("sent")},
                                                     {"accepted", later("accepted")},
                                                     {"waiting", later("WAITING for a key")},
                                                     {"refused", later("refused")},
                                                     {"done", later("done")},
                                                     {"expired", later("expired")}}};
    return wordText(kStates, state);
}

}  // namespace mcu::cli
