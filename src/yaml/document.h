// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <yaml-cpp/yaml.h>

#include "yaml/problems.h"

namespace mcu::yaml {

using Node = YAML::Node;
using Mark = YAML::Mark;
using NodeType = YAML::NodeType;

/// A text as one YAML map. What is no YAML, or no map, is a problem, and there is no node;
/// `expected` says what the map begins with ("schema: hnth-mcu/1").
[[nodiscard]] std::optional<Node> load(std::string_view text,
                                       const std::string& expected,
                                       Problems& problems);

}  // namespace mcu::yaml
