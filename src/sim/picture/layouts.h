// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/picture/picture_code.h"

namespace mcu::sim {

/// A layout as rooms expect it, in fractions of the picture; later panes lie over earlier ones.
/// Written down here apart from the server's own list, so that the simulator judges the server.
struct PaneLayout {
    std::string name;
    std::vector<PixelRect> panes;
};

/// 1x1, 1+1, 2x2, 3x3, 4x4, 1+5, 1+7, pip.
[[nodiscard]] const std::vector<PaneLayout>& standardLayouts();
/// Null when there is none of this name.
[[nodiscard]] const PaneLayout* findLayout(std::string_view name);

/// What a composed picture shows.
struct ComposedReading {
    std::string layout;
    std::vector<std::optional<CodeReading>> panes;

    [[nodiscard]] int readable() const;
};

/// Reads every pane of one layout. A pane's picture may be stretched to it, fitted in with bars, or
/// cropped.
[[nodiscard]] ComposedReading readPanes(const LumaView& luma, const PaneLayout& layout);

/// Finds the standard layout that explains a picture best: most panes readable, then the largest
/// area, then `preferred`. With nothing readable: layout empty, no panes. A picture of CIF's shape
/// is also read as one of 16:9 with bars above and below.
[[nodiscard]] ComposedReading readComposed(const LumaView& luma, std::string_view preferred = {});

}  // namespace mcu::sim
