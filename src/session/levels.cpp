// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/levels.h"

#include <algorithm>

namespace mcu::session {

Levels::Levels()
    : levels_{{"government", "cấp Chính phủ", "Government"},
              {"province", "cấp tỉnh", "province"},
              {"district", "cấp huyện", "district"},
              {"commune", "cấp xã", "commune"}} {}

int Levels::rankOf(std::string_view id) const {
    const auto found =
        std::find_if(levels_.begin(), levels_.end(), [id](const auto& l) { return l.id == id; });
    return found == levels_.end() ? -1 : static_cast<int>(found - levels_.begin());
}

std::string Levels::nameOf(std::string_view id, bool vietnamese) const {
    const int rank = rankOf(id);
    if (rank < 0) {
        return std::string(id);
    }
    const auto& level = levels_[static_cast<std::size_t>(rank)];
    return vietnamese ? level.vietnamese : level.english;
}

std::string Levels::listed() const {
    std::string text;
    for (std::size_t i = 0; i < levels_.size(); ++i) {
        text += (i == 0 ? "" : i + 1 == levels_.size() ? " or " : ", ") + levels_[i].id;
    }
    return text;
}

}  // namespace mcu::session
