// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/capability/cif.h"

#include <algorithm>
#include <string>

namespace mcu::h323::capability {

namespace {

constexpr std::string_view kH263 = "h263VideoCapability";
constexpr std::string_view kH261 = "h261VideoCapability";
constexpr std::int64_t kMostH263 = 192400;  // 100 bit/s
constexpr std::int64_t kMostH261 = 19200;

void setInterval(Value& body, std::string_view name, std::uint8_t interval) {
    if (interval != 0) {
        body.set(name, std::int64_t{interval});
    }
}

std::uint8_t intervalOf(const Value& body, std::string_view name) {
    return static_cast<std::uint8_t>(body.number(name).value_or(0));
}

}  // namespace

void writeCif(Value& videoCapability, const CifCapability& capability) {
    const bool h261 = capability.codec == media::Codec::h261;
    auto& body = videoCapability.at(h261 ? kH261 : kH263);
    setInterval(body, "qcifMPI", capability.format.qcif);
    setInterval(body, "cifMPI", capability.format.cif);
    const auto rate = std::int64_t{capability.kbps} * 10;
    const auto most = h261 ? kMostH261 : kMostH263;
    body.set("maxBitRate", rate == 0 ? most : std::min(rate, most));
    body.set("temporalSpatialTradeOffCapability", false);
    if (h261) {
        body.set("stillImageTransmission", false);
        body.set("videoBadMBsCap", false);
        return;
    }
    setInterval(body, "cif4MPI", capability.format.cif4);
    for (const auto* annex : {"unrestrictedVector",
                              "arithmeticCoding",
                              "advancedPrediction",
                              "pbFrames",
                              "errorCompensation"}) {
        body.set(annex, false);
    }
}

std::optional<CifCapability> readCif(const Value& videoCapability) {
    CifCapability out;
    const auto* body = videoCapability.find(kH263);
    if (body == nullptr) {
        body = videoCapability.find(kH261);
        out.codec = media::Codec::h261;
    }
    if (body == nullptr) {
        return std::nullopt;
    }
    out.format.qcif = intervalOf(*body, "qcifMPI");
    out.format.cif = intervalOf(*body, "cifMPI");
    if (out.codec == media::Codec::h263) {
        out.format.cif4 = intervalOf(*body, "cif4MPI");
    }
    out.kbps = static_cast<std::uint32_t>(body->number("maxBitRate").value_or(0) / 10);
    if (out.format == media::CifFormat{}) {
        return std::nullopt;
    }
    return out;
}

}  // namespace mcu::h323::capability
