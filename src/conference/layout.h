// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "media/video_mixer.h"

namespace mcu::conference {

/// How a picture is divided. Data: read from a layout file (docs/operating/layouts.md), never
/// computed.
struct Layout {
    std::string name;
    std::vector<media::Rect> panes;  ///< later ones are painted over earlier ones
};

/// The most panes a layout may have.
inline constexpr std::size_t kMaxPanes = 36;

/// Reads one layout file's text; `file` is for the error message.
[[nodiscard]] Result<Layout> parseLayout(std::string_view text, const std::string& file);

/// The layouts that can be named. Immutable after start.
class LayoutBook {
public:
    /// The eight that are always there.
    LayoutBook();
    /// Adds each *.layout file of a folder; one of the same name replaces the built-in one.
    Status addFolder(const std::string& folder);
    void add(Layout layout);
    /// Null when there is none of this name.
    [[nodiscard]] const Layout* find(const std::string& name) const;
    [[nodiscard]] std::vector<std::string> names() const;

private:
    std::map<std::string, Layout> layouts_;
};

}  // namespace mcu::conference
