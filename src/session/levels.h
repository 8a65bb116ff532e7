// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mcu::session {

/// A tier of sites (TOP-02, TOP-03), highest first. Data, since the tiers of 2022 are not those of
/// today: another list may be configured.
struct Level {
    std::string id;          ///< "commune"
    std::string vietnamese;  ///< "cấp xã"
    std::string english;
    bool operator==(const Level&) const = default;
};

/// The tiers a server knows.
class Levels {
public:
    /// Government, province, district, commune: those of QĐ333.
    Levels();

    explicit Levels(std::vector<Level> levels) : levels_(std::move(levels)) {}

    /// 0 is the highest; -1 for an unknown one.
    [[nodiscard]] int rankOf(std::string_view id) const;
    /// In Vietnamese or English; an unknown one as it is.
    [[nodiscard]] std::string nameOf(std::string_view id, bool vietnamese) const;

    [[nodiscard]] const std::vector<Level>& all() const { return levels_; }

    /// "government, province, district or commune".
    [[nodiscard]] std::string listed() const;

private:
    std::vector<Level> levels_;
};

}  // namespace mcu::session
