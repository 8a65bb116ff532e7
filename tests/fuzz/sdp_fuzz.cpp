// SPDX-License-Identifier: GPL-3.0-or-later
// Session descriptions of an untrusted peer: parsing, answering, taking an answer, for each
// encryption policy.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "sip/sdp/describe.h"
#include "sip/sdp/offer_answer.h"

namespace {

mcu::media::LocalMedia localMedia() {
    mcu::media::LocalMedia out;
    for (const auto kind : {mcu::media::Kind::audio, mcu::media::Kind::video}) {
        mcu::media::LocalStream stream;
        stream.kind = kind;
        stream.rtp = *mcu::NetAddress::parse("127.0.0.1", 40000);
        stream.rtcp = *mcu::NetAddress::parse("127.0.0.1", 40001);
        stream.ice = mcu::media::IceParameters{"u", "p", {}, false};
        out.streams.push_back(stream);
    }
    out.dtlsFingerprint = "AB:CD";
    return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mcu::sip;
    if (size == 0) {
        return 0;
    }
    static const auto kLocal = localMedia();
    mcu::call::MediaPolicy policy;
    policy.encryption = static_cast<mcu::media::Encryption>(data[0] % 3);
    policy.preferDtls = (data[0] & 0x10U) != 0;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    (void)sdp::summarize(text);
    (void)sdp::describe(text);
    if (const auto answer = sdp::answerOffer(text, kLocal, policy)) {
        // What we answer must itself be readable, and the same offer again must find the same
        // lines.
        if (!sdp::parse(answer->text) || !sdp::answerOffer(text, kLocal, policy, answer->session)) {
            __builtin_trap();
        }
        (void)sdp::makeOffer(kLocal, policy, answer->session, true);
    }
    const auto offer = sdp::makeOffer(kLocal, policy);
    (void)sdp::acceptAnswer(text, kLocal, policy, offer.session);
    return 0;
}
