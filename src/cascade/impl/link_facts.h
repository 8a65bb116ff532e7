// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <ratio>
#include <string>

#include "base/clock.h"
#include "cascade/status.h"
#include "pki/certificate.h"

namespace mcu::cascade {

/// What a link's status says of its control channel, at either end. Thread: control.
struct LinkFacts {
    LinkState state = LinkState::down;
    std::string cause;
    SteadyTime since{};
    std::string address;
    std::string name;
    std::string program;
    std::string differences;
    pki::CertificateFacts certificate;
    std::string refusal;  ///< the last one told, so that a stubborn peer is told of once

    /// True when it is another state or cause.
    bool enter(LinkState next, const std::string& why, SteadyTime now) {
        if (state == next && cause == why) {
            return false;
        }
        if (state != next) {
            since = now;
        }
        state = next;
        cause = why;
        return true;
    }

    void fill(LinkStatus& status, const Clock& clock) const {
        status.state = state;
        status.cause = cause;
        status.sinceSeconds = std::chrono::duration<double>(clock.now() - since).count();
        status.address = address;
        status.program = program;
        status.differences = differences;
        status.certificateId = certificate.mcuId;
        status.certificateDays = certificate.mcuId.empty()
                                     ? 0
                                     : std::chrono::duration<double, std::ratio<86400>>(
                                           certificate.notAfter - clock.wallNow())
                                           .count();
    }
};

}  // namespace mcu::cascade
