// SPDX-License-Identifier: GPL-3.0-or-later
#include "conference/prober.h"
#include "media/cif_text.h"
#include "media/h264/format_text.h"

namespace mcu::conference {

namespace {

std::string encryptionOf(const media::AgreedStream& stream) {
    if (!stream.encrypted()) {
        return {};
    }
    if (const auto* sdes = std::get_if<media::SdesKeys>(&stream.keying)) {
        return std::string(media::nameOf(sdes->suite));
    }
    if (const auto* cbc = std::get_if<media::CbcKeys>(&stream.keying)) {
        return std::string(media::nameOf(*cbc));
    }
    return "DTLS-SRTP";
}

}  // namespace

std::vector<ProbedStream> probedStreams(const media::AgreedMedia& media,
                                        bool audioUp,
                                        bool videoUp) {
    std::vector<ProbedStream> out;
    for (const auto& stream : media.streams) {
        ProbedStream probed;
        probed.kind = stream.kind;
        if (stream.active()) {
            probed.codec = media::nameOf(stream.send.codec);
            if (stream.send.codec == media::Codec::h264) {
                probed.detail = media::h264::describe(stream.send.h264) + ", packetization mode " +
                                std::to_string(stream.send.h264.packetizationMode);
            } else if (media::isCif(stream.send.codec)) {
                probed.detail = media::describe(stream.send.cif);
            }
            probed.direction = stream.direction;
            probed.maxKbps = stream.maxKbps;
            probed.encryption = encryptionOf(stream);
            probed.keys = stream.telephoneEventPt.has_value();
            probed.arrived = stream.kind == media::Kind::audio ? audioUp : videoUp;
        }
        out.push_back(std::move(probed));
    }
    return out;
}

}  // namespace mcu::conference
