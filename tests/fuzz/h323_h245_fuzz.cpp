// SPDX-License-Identifier: GPL-3.0-or-later
// The H.245 of an untrusted peer against a whole session: messages with a length octet before each,
// 255 lets time pass, 254 begins another session, one that encrypts. Whatever comes, what we send
// can be encoded.
#include <cstddef>
#include <cstdint>

#include "h323/capability/describe.h"
#include "h323/h245/messages.h"
#include "h323/h245/session.h"
#include "h323/per/per.h"
#include "h323/security/key_agreement.h"

namespace {

using namespace mcu;

media::LocalMedia localMedia() {
    media::LocalMedia out;
    for (const auto kind : {media::Kind::audio, media::Kind::video}) {
        media::LocalStream stream;
        stream.kind = kind;
        stream.rtp = *NetAddress::parse("127.0.0.1", 40000);
        stream.rtcp = *NetAddress::parse("127.0.0.1", 40001);
        out.streams.push_back(stream);
    }
    return out;
}

void sendAll(h323::h245::Pdus& out) {
    for (const auto& pdu : out) {
        if (!h323::encodePer(pdu)) {
            __builtin_trap();
        }
    }
    out.clear();
}

/// Made once: the exchange costs more than all the messages.
std::shared_ptr<const h323::security::KeyAgreement> keys() {
    static const auto made = [] {
        h323::security::KeyAgreement peer;
        peer.offer();
        auto ours = std::make_shared<h323::security::KeyAgreement>();
        ours->answer(peer.halfKeys());
        return ours;
    }();
    return made;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    h323::h245::SessionSettings settings;
    std::uint32_t drawn = 1;
    settings.draw = [&drawn] { return ++drawn; };
    settings.terminalNumber = 3;
    std::optional<h323::h245::Session> held;
    held.emplace(settings, localMedia(), call::MediaPolicy{});
    settings.keys = keys();
    h323::h245::Pdus out;
    SteadyTime now{};
    held->start(now, out);
    sendAll(out);
    for (std::size_t at = 0; at < size;) {
        const std::size_t length = data[at++];
        if (length == 254) {
            held.emplace(settings, localMedia(), call::MediaPolicy{});
            held->start(now, out);
        } else if (length == 255) {
            now += std::chrono::seconds(10);
            held->onTime(now, out);
        } else {
            const auto count = std::min(length, size - at);
            const auto message = h323::decodePer(h323::h245::kMessage, std::span(data + at, count));
            at += count;
            if (message) {
                held->onPdu(*message, now, out);
            }
        }
        sendAll(out);
        (void)held->agreed();
        (void)held->takeEvents();
        if (const auto* set = held->exchange().peer()) {
            (void)h323::capability::describe(*set);
        }
    }
    return 0;
}
