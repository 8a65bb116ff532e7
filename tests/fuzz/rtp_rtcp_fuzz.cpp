// SPDX-License-Identifier: GPL-3.0-or-later
// Any datagram as RTP and as RTCP: headers, payload descriptors, telephone events, compound
// packets, feedback.
#include <cstdint>
#include <span>

#include "media/h264/keyframe.h"
#include "media/vp8/descriptor.h"
#include "transport/rtp/key_reader.h"
#include "transport/rtp/rtp_header.h"
#include "transport/session/rtcp_session.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mcu::transport;
    const auto bytes = std::as_bytes(std::span(data, size));
    if (const auto header = RtpHeader::parse(bytes)) {
        if (const auto payload = header->payload(bytes)) {
            (void)mcu::media::h264::payloadStartsKeyframe(*payload);
            (void)mcu::media::vp8::payloadStartsKeyframe(*payload);
            KeyReader keys;
            (void)keys.read(header->timestamp, *payload, {});
            mcu::media::h264::AnnexBReader reader(*payload);
            while (!reader.next().empty()) {
            }
        }
    }
    RtcpSession session(0x01020304, "fuzz");
    (void)session.hear(bytes, {mcu::SteadyTime{}, mcu::WallTime{}}, 90000);
    return 0;
}
