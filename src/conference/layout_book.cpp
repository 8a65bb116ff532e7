// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/check.h"
#include "conference/layout.h"

namespace mcu::conference {

namespace {

// The same text as in config/layouts, so that a server without that folder has them too.
constexpr std::array kBuiltIn = {
    R"(layout 1x1
pane 0 0 1 1
)",
    R"(layout 1+1
pane 0 1/4 1/2 1/2
pane 1/2 1/4 1/2 1/2
)",
    R"(layout 2x2
pane 0/2 0/2 1/2 1/2
pane 1/2 0/2 1/2 1/2
pane 0/2 1/2 1/2 1/2
pane 1/2 1/2 1/2 1/2
)",
    R"(layout 3x3
pane 0/3 0/3 1/3 1/3
pane 1/3 0/3 1/3 1/3
pane 2/3 0/3 1/3 1/3
pane 0/3 1/3 1/3 1/3
pane 1/3 1/3 1/3 1/3
pane 2/3 1/3 1/3 1/3
pane 0/3 2/3 1/3 1/3
pane 1/3 2/3 1/3 1/3
pane 2/3 2/3 1/3 1/3
)",
    R"(layout 4x4
pane 0/4 0/4 1/4 1/4
pane 1/4 0/4 1/4 1/4
pane 2/4 0/4 1/4 1/4
pane 3/4 0/4 1/4 1/4
pane 0/4 1/4 1/4 1/4
pane 1/4 1/4 1/4 1/4
pane 2/4 1/4 1/4 1/4
pane 3/4 1/4 1/4 1/4
pane 0/4 2/4 1/4 1/4
pane 1/4 2/4 1/4 1/4
pane 2/4 2/4 1/4 1/4
pane 3/4 2/4 1/4 1/4
pane 0/4 3/4 1/4 1/4
pane 1/4 3/4 1/4 1/4
pane 2/4 3/4 1/4 1/4
pane 3/4 3/4 1/4 1/4
)",
    R"(layout 1+5
pane 0 0 2/3 2/3
pane 2/3 0 1/3 1/3
pane 2/3 1/3 1/3 1/3
pane 0 2/3 1/3 1/3
pane 1/3 2/3 1/3 1/3
pane 2/3 2/3 1/3 1/3
)",
    R"(layout 1+7
pane 0 0 3/4 3/4
pane 3/4 0 1/4 1/4
pane 3/4 1/4 1/4 1/4
pane 3/4 2/4 1/4 1/4
pane 0 3/4 1/4 1/4
pane 1/4 3/4 1/4 1/4
pane 2/4 3/4 1/4 1/4
pane 3/4 3/4 1/4 1/4
)",
    R"(layout pip
pane 0 0 1 1
pane 0.72 0.72 1/4 1/4
)",
};

}  // namespace

LayoutBook::LayoutBook() {
    for (const char* text : kBuiltIn) {
        auto layout = parseLayout(text, "built-in layout");
        MCU_CHECK(layout.has_value());
        add(std::move(*layout));
    }
}

void LayoutBook::add(Layout layout) {
    const std::string name = layout.name;
    layouts_.insert_or_assign(name, std::move(layout));
}

Status LayoutBook::addFolder(const std::string& folder) {
    std::error_code error;
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
        if (entry.path().extension() == ".layout") {
            files.push_back(entry.path());
        }
    }
    if (error) {
        return Error(ErrorCode::notFound,
                     folder + ": " + error.message(),
                     "name an existing folder of layout files");
    }
    std::sort(files.begin(), files.end());
    for (const auto& file : files) {
        const std::ifstream in(file);
        std::ostringstream text;
        text << in.rdbuf();
        auto layout = parseLayout(text.str(), file.string());
        if (!layout) {
            return layout.error();
        }
        add(std::move(*layout));
    }
    return {};
}

const Layout* LayoutBook::find(const std::string& name) const {
    const auto found = layouts_.find(name);
    return found == layouts_.end() ? nullptr : &found->second;
}

std::vector<std::string> LayoutBook::names() const {
    std::vector<std::string> result;
    for (const auto& [name, layout] : layouts_) {
        result.push_back(name);
    }
    return result;
}

}  // namespace mcu::conference
