// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <variant>

namespace mcu::incident {

// What a technician can do to an incident. `incident` is a word as textOf() writes it.

struct AddNote {
    std::string incident;
    std::string text;
};

/// Ends it by hand; what the machine sees afterwards makes another one once it was healed.
struct Close {
    std::string incident;
    std::string text;  ///< may be empty
};

using Act = std::variant<AddNote, Close>;

}  // namespace mcu::incident
