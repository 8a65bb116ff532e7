// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "conference/probe_service.h"

namespace mcu::session::fakes {

/// A foreign MCU that fits.
inline conference::ProbeReport goodReport() {
    conference::ProbeReport report;
    report.connected = true;
    report.connectSeconds = 0.4;
    report.protocol = "SIP";
    report.peer.product = "Sample MCU 9";
    report.streams.resize(2);
    report.streams[0].kind = media::Kind::audio;
    report.streams[0].codec = "G722";
    report.streams[1].kind = media::Kind::video;
    report.streams[1].codec = "H264";
    report.streams[1].maxKbps = 2048;
    for (auto& stream : report.streams) {
        stream.direction = media::Direction::sendReceive;
        stream.encryption = "AES_CM_128_HMAC_SHA1_80";
        stream.arrived = true;
    }
    return report;
}

/// Probes that find what the test says.
class FakeProbes final : public conference::ProbeService {
public:
    void probe(const conference::Actor& /*actor*/,
               const conference::Probe& command,
               Probed done) override {
        asked.push_back(command.target);
        if (refusal) {
            done(*refusal);
        } else {
            done(report);
        }
    }

    [[nodiscard]] Result<conference::ProbeReport> lastProbe(
        const std::string& /*target*/) const override {
        return Error(ErrorCode::notFound, "not probed");
    }

    conference::ProbeReport report = goodReport();
    std::optional<Error> refusal;
    std::vector<std::string> asked;
};

}  // namespace mcu::session::fakes
