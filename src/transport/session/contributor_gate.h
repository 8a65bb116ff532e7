// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <utility>

namespace mcu::transport {

/// Lets the packets of one contributor pass (CSRC list, RFC 3550 section 5.1): on a trunk between
/// MCUs, which carries one site after the other, it says to the packet whose picture and sound
/// arrives. Owned by a Stream; media thread.
class ContributorGate {
public:
    /// nullopt: everything passes; 0: nothing does.
    void expect(std::optional<std::uint32_t> contributor) {
        if (expected_ != contributor) {
            ++changes_;
            fresh_ = true;
        }
        expected_ = contributor;
        reported_ = false;
    }

    [[nodiscard]] bool passes(std::uint32_t contributor) const {
        return !expected_ || (*expected_ != 0 && *expected_ == contributor);
    }

    /// Once after each expect(): the first packet that passes is there.
    [[nodiscard]] bool reportFirst() { return expected_ && !std::exchange(reported_, true); }

    /// Forwarding begins anew at the first start of a keyframe after the expectation changed.
    [[nodiscard]] bool mayForward(bool startsKeyframe) {
        if (fresh_ && !startsKeyframe) {
            return false;
        }
        fresh_ = false;
        return true;
    }

    /// Counts the changes: each begins a new generation of forwarded packets.
    [[nodiscard]] std::uint32_t changes() const { return changes_; }

private:
    std::optional<std::uint32_t> expected_;
    bool reported_ = false;
    bool fresh_ = false;
    std::uint32_t changes_ = 0;
};

}  // namespace mcu::transport
