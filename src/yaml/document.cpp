// SPDX-License-Identifier: GPL-3.0-or-later
#include "yaml/document.h"

namespace mcu::yaml {

std::optional<Node> load(std::string_view text, const std::string& expected, Problems& problems) {
    try {
        Node document = YAML::Load(std::string(text));
        if (document.IsMap()) {
            return document;
        }
        problems.add(Mark(), "", "expected keys with values, beginning with \"" + expected + "\"");
    } catch (const YAML::Exception& wrong) {
        problems.add(wrong.mark.is_null() ? Mark() : wrong.mark, "", "no valid YAML: " + wrong.msg);
    }
    return std::nullopt;
}

}  // namespace mcu::yaml
