// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "pki/authority.h"

namespace mcu::pki {

/// The file `issued` of an authority: what it has signed, a line each, and the number of its latest
/// revocation list. Text, so that it can be read and backed up by any means.
struct IssuedIndex {
    std::uint64_t listNumber = 0;
    std::vector<Issued> entries;

    /// Fails with the line's number.
    [[nodiscard]] static Result<IssuedIndex> parse(std::string_view text);
    [[nodiscard]] std::string text() const;

    [[nodiscard]] static Result<IssuedIndex> read(const std::filesystem::path& file);
    [[nodiscard]] Status write(const std::filesystem::path& file) const;
};

}  // namespace mcu::pki
