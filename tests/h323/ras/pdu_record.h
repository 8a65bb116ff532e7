// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "h323/asn1/value.h"

namespace mcu::h323 {

/// RAS messages as a capture file, judged by tshark: a decoder that is not ours.
class PduRecord {
public:
    void add(std::span<const std::uint8_t> octets) {
        pdus_.emplace_back(octets.begin(), octets.end());
    }

    void beginTest() { first_ = pdus_.size(); }

    static bool canJudge();
    /// What tshark finds wrong, one line each; empty: nothing, or there is no tshark.
    [[nodiscard]] std::string complaints() const;
    /// What it calls the messages since beginTest().
    [[nodiscard]] std::vector<std::string> names() const;

private:
    [[nodiscard]] std::string write(std::size_t first) const;

    std::vector<Octets> pdus_;
    std::size_t first_ = 0;
};

}  // namespace mcu::h323
