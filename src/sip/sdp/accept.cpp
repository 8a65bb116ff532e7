// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "sip/sdp/keying.h"
#include "sip/sdp/offer_answer.h"
#include "sip/sdp/stream_lines.h"

namespace mcu::sip::sdp {

namespace {

using media::Encryption;

Error wrongKeys() {
    return {ErrorCode::protocol, "the answer's keys do not fit the offer", {}, "sip.bad-sdp"};
}

Error encryptionRequired() {
    return {ErrorCode::refused,
            "the far end answers without encryption and policy requires it",
            "let the site use SRTP, or set its encryption to preferred",
            "sip.encryption-required"};
}

/// Puts the agreed keys into the stream and narrows the line to them.
Status acceptKeying(const KeyingOffer& answer,
                    Encryption policy,
                    Line& line,
                    media::AgreedStream& out) {
    if (!answer.crypto.empty() && !line.crypto.empty()) {
        const auto& theirs = answer.crypto.front();
        const auto ours = std::find_if(line.crypto.begin(), line.crypto.end(), [&](const auto& c) {
            return c.tag == theirs.tag && c.suite == theirs.suite;
        });
        if (ours == line.crypto.end()) {
            return wrongKeys();
        }
        CryptoAttribute chosen = *ours;
        out.keying = media::SdesKeys{chosen.suite, chosen.key, theirs.key};
        line.crypto = {std::move(chosen)};
        line.encrypted = true;
        return {};
    }
    if (answer.dtls && line.offersDtls) {
        auto peer = *answer.dtls;
        peer.weAreClient = answer.setup == "passive";
        line.dtls = peer;
        line.encrypted = true;
        out.keying = std::move(peer);
        return {};
    }
    if (policy == Encryption::required || answer.securedProfile) {
        return encryptionRequired();
    }
    line.crypto.clear();
    line.offersDtls = false;
    line.encrypted = false;
    return {};
}

Status acceptLine(const SessionDescription& answer,
                  const MediaSection& section,
                  const media::LocalStream& stream,
                  const call::MediaPolicy& policy,
                  bool hold,
                  Line& line,
                  media::AgreedStream& out) {
    auto formats = matchAnswer(section, line.receive);
    if (!formats) {
        return Error(
            ErrorCode::refused, "no common codec for " + line.type, {}, "sip.no-common-codec");
    }
    auto peer = readPeer(answer, section, stream.ice.has_value());
    if (!peer) {
        return peer.error();
    }
    out = std::move(peer->agreed);
    out.kind = stream.kind;
    out.direction = directionFrom(peer->receives, peer->sends && !hold);
    out.send = formats->send;
    out.receive = formats->receive;
    // Events come with the number we offered, whatever number the answer has for ours.
    out.telephoneEventPt = formats->telephoneEvent ? line.telephoneEvent : std::nullopt;
    if (auto status = acceptKeying(parseKeying(answer, section), policy.encryption, line, out);
        !status) {
        return status;
    }
    line.receive = formats->receive;
    if (!formats->telephoneEvent) {
        line.telephoneEvent.reset();
    }
    return {};
}

}  // namespace

Result<Accepted> acceptAnswer(std::string_view answer,
                              const media::LocalMedia& local,
                              const call::MediaPolicy& policy,
                              const Session& offered) {
    const auto description = parse(answer);
    if (!description) {
        return description.error();
    }
    Accepted out;
    out.session = offered;
    out.agreed.streams.resize(local.streams.size());
    for (std::size_t i = 0; i < local.streams.size(); ++i) {
        out.agreed.streams[i].kind = local.streams[i].kind;
    }
    Error failure(ErrorCode::refused, "the far end refuses all streams", {}, "sip.no-common-codec");
    bool any = false;
    for (std::size_t i = 0; i < out.session.lines.size(); ++i) {
        auto& line = out.session.lines[i];
        if (!line.stream || *line.stream >= local.streams.size()) {
            continue;
        }
        const auto index = *line.stream;
        // A missing line is a refused one: some rooms drop m=video instead of answering it.
        const bool refused = i >= description->media.size() || description->media[i].port == 0 ||
                             description->media[i].type != line.type;
        Status status = failure;
        if (!refused) {
            status = acceptLine(*description,
                                description->media[i],
                                local.streams[index],
                                policy,
                                offered.hold,
                                line,
                                out.agreed.streams[index]);
        }
        if (status) {
            any = true;
            continue;
        }
        if (!refused && status.error().id == "sip.encryption-required") {
            return status.error();
        }
        if (!refused) {
            failure = status.error();
        }
        out.agreed.streams[index] = {};
        out.agreed.streams[index].kind = local.streams[index].kind;
        line.formats = {"0"};
        line.stream.reset();
    }
    if (!any) {
        return failure;
    }
    out.agreed.heldByRemote = isHeld(*description);
    return out;
}

}  // namespace mcu::sip::sdp
