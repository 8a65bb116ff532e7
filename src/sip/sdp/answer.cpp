// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "sip/sdp/keying.h"
#include "sip/sdp/offer_answer.h"
#include "sip/sdp/stream_lines.h"
#include "sip/sdp/text.h"

namespace mcu::sip::sdp {

namespace {

using media::Encryption;

/// How one offered line would be taken.
struct Proposal {
    ChosenFormats formats;
    PeerStream peer;
    std::optional<CryptoAttribute> crypto;  ///< the peer's
    std::optional<media::DtlsPeer> dtls;

    [[nodiscard]] bool encrypted() const { return crypto.has_value() || dtls.has_value(); }
};

Error refusal(bool encryptionMissing) {
    if (encryptionMissing) {
        return {ErrorCode::refused,
                "the far end offers no encryption that we take and policy requires it",
                "let the site use SRTP, or set its encryption to preferred",
                "sip.encryption-required"};
    }
    return {ErrorCode::refused, "no stream of the offer can be taken", {}, "sip.no-common-codec"};
}

/// Picks keys for a line; false when it may not be taken: clear although required, or secured in a
/// way we cannot do.
bool chooseKeying(const KeyingOffer& offer,
                  const media::LocalMedia& local,
                  const call::MediaPolicy& policy,
                  Proposal& out) {
    if (policy.encryption == Encryption::disabled) {
        return !offer.securedProfile;
    }
    const bool dtlsPossible = offer.dtls && !local.dtlsFingerprint.empty();
    if (dtlsPossible && (offer.dtlsProfile || offer.crypto.empty())) {
        out.dtls = offer.dtls;
    } else if (!offer.crypto.empty() && !offer.dtlsProfile) {
        out.crypto = offer.crypto.front();
    }
    return out.encrypted() || (policy.encryption != Encryption::required && !offer.securedProfile);
}

bool isSlides(const MediaSection& section) {
    const auto* content = find(section.attributes, "content");
    return content != nullptr && content->find("slides") != std::string::npos;
}

bool kindMatches(const MediaSection& section, media::Kind kind) {
    return section.type == (kind == media::Kind::audio ? "audio" : "video");
}

/// Whether we were the DTLS client stays as it is while the peer is the same (RFC 8842
/// section 5.5).
bool weAreClient(const KeyingOffer& offer, const Line* previous) {
    if (offer.setup == "active") {
        return false;
    }
    if (offer.setup == "passive") {
        return true;
    }
    if (previous != nullptr && previous->dtls && offer.dtls &&
        previous->dtls->fingerprint == offer.dtls->fingerprint) {
        return previous->dtls->weAreClient;
    }
    return true;
}

class Answering {
public:
    Answering(const SessionDescription& offer,
              const media::LocalMedia& local,
              const call::MediaPolicy& policy,
              const Session& previous)
        : offer_(offer), local_(local), policy_(policy), previous_(previous) {}

    Result<Answer> run() {
        std::vector<std::optional<std::size_t>> streamOfLine(offer_.media.size());
        proposals_.resize(offer_.media.size());
        bool any = false;
        for (std::size_t i = 0; i < local_.streams.size(); ++i) {
            if (const auto line = bestLine(i)) {
                streamOfLine[*line] = i;
                any = true;
            }
        }
        if (!any) {
            return refusal(encryptionMissing_);
        }
        return write(streamOfLine);
    }

private:
    const Line* previousLine(std::size_t index) const {
        return index < previous_.lines.size() ? &previous_.lines[index] : nullptr;
    }

    std::optional<Proposal> propose(const MediaSection& section, const media::LocalStream& stream) {
        if (section.port == 0 || !kindMatches(section, stream.kind) ||
            !isRtpProfile(section.protocol) || isSlides(section)) {
            return std::nullopt;
        }
        auto formats = chooseFormats(stream.kind, section, policy_);
        auto peer = readPeer(offer_, section, stream.ice.has_value());
        if (!formats || !peer) {
            return std::nullopt;
        }
        Proposal out;
        out.formats = std::move(*formats);
        out.peer = std::move(*peer);
        if (!chooseKeying(parseKeying(offer_, section), local_, policy_, out)) {
            encryptionMissing_ = encryptionMissing_ || policy_.encryption == Encryption::required;
            return std::nullopt;
        }
        return out;
    }

    /// The line a stream already has, else an encrypted one, else the first.
    std::optional<std::size_t> bestLine(std::size_t stream) {
        std::optional<std::size_t> best;
        int bestPoints = -1;
        for (std::size_t i = 0; i < offer_.media.size(); ++i) {
            auto proposal = propose(offer_.media[i], local_.streams[stream]);
            if (!proposal) {
                continue;
            }
            const auto* before = previousLine(i);
            const int points = (before != nullptr && before->stream == stream ? 2 : 0) +
                               (proposal->encrypted() ? 1 : 0);
            if (points > bestPoints) {
                bestPoints = points;
                best = i;
                proposals_[i] = std::move(proposal);
            }
        }
        return best;
    }

    void writeKeying(const Proposal& proposal,
                     const Line* before,
                     const KeyingOffer& offered,
                     Line& line,
                     media::AgreedStream& agreed,
                     MediaSection& section) const {
        line.encrypted = proposal.encrypted();
        if (proposal.crypto) {
            CryptoAttribute ours{proposal.crypto->tag, proposal.crypto->suite, {}};
            // Unchanged keys go on; a new suite gets a new key (RFC 4568 section 7.1.4).
            if (before != nullptr && before->encrypted && before->crypto.size() == 1 &&
                before->crypto.front().suite == ours.suite) {
                ours.key = before->crypto.front().key;
            } else {
                ours.key = newKey(ours.suite);
            }
            section.attributes.push_back({"crypto", buildCrypto(ours)});
            agreed.keying = media::SdesKeys{ours.suite, ours.key, proposal.crypto->key};
            line.crypto = {std::move(ours)};
        } else if (proposal.dtls) {
            auto peer = *proposal.dtls;
            peer.weAreClient = weAreClient(offered, before);
            section.attributes.push_back({"fingerprint", "sha-256 " + local_.dtlsFingerprint});
            section.attributes.push_back({"setup", peer.weAreClient ? "active" : "passive"});
            line.offersDtls = true;
            line.dtls = peer;
            agreed.keying = peer;
        }
    }

    MediaSection take(const Proposal& proposal,
                      std::size_t index,
                      std::size_t streamIndex,
                      Line& line,
                      Answer& out) const {
        const auto& offered = offer_.media[index];
        line.stream = streamIndex;
        line.receive = proposal.formats.receive;
        line.telephoneEvent = proposal.formats.telephoneEvent;
        line.telephoneEventClock = proposal.formats.telephoneEventClock;
        // RFC 8839 section 5.2: without ICE from the peer the answer carries none.
        auto stream = local_.streams[streamIndex];
        if (!proposal.peer.agreed.ice) {
            stream.ice.reset();
        }
        auto section = startSection(stream, line, policy_);
        auto agreed = proposal.peer.agreed;
        agreed.kind = stream.kind;
        agreed.direction =
            directionFrom(proposal.peer.receives, proposal.peer.sends && !previous_.hold);
        agreed.send = proposal.formats.send;
        agreed.receive = proposal.formats.receive;
        agreed.telephoneEventPt = proposal.formats.telephoneEvent;
        if (proposal.peer.rtcpMux) {
            section.attributes.push_back({"rtcp-mux", {}});
        }
        section.attributes.push_back({directionName(agreed.direction), {}});
        writeKeying(
            proposal, previousLine(index), parseKeying(offer_, offered), line, agreed, section);
        out.agreed.streams[streamIndex] = std::move(agreed);
        return section;
    }

    Answer write(const std::vector<std::optional<std::size_t>>& streamOfLine) const {
        Answer out;
        out.session.id = previous_.id;
        out.session.version = previous_.version;
        out.session.hold = previous_.hold;
        out.agreed.streams.resize(local_.streams.size());
        for (std::size_t i = 0; i < local_.streams.size(); ++i) {
            out.agreed.streams[i].kind = local_.streams[i].kind;
        }
        auto description = startDescription(local_, out.session);
        for (std::size_t i = 0; i < offer_.media.size(); ++i) {
            const auto& offered = offer_.media[i];
            Line line;
            line.type = offered.type;
            line.protocol = offered.protocol;
            line.formats = offered.formats;
            if (const auto* mid = find(offered.attributes, "mid")) {
                line.mid = *mid;
            }
            const auto& stream = streamOfLine[i];
            const auto& proposal = proposals_[i];
            description.media.push_back(stream && proposal ? take(*proposal, i, *stream, line, out)
                                                           : refusedSection(line));
            out.session.lines.push_back(std::move(line));
        }
        out.agreed.heldByRemote = isHeld(offer_);
        out.text = build(description);
        return out;
    }

    const SessionDescription& offer_;
    const media::LocalMedia& local_;
    const call::MediaPolicy& policy_;
    const Session& previous_;
    std::vector<std::optional<Proposal>> proposals_;
    bool encryptionMissing_ = false;
};

}  // namespace

Result<Answer> answerOffer(std::string_view offer,
                           const media::LocalMedia& local,
                           const call::MediaPolicy& policy,
                           const Session& previous) {
    const auto description = parse(offer);
    if (!description) {
        return description.error();
    }
    return Answering(*description, local, policy, previous).run();
}

}  // namespace mcu::sip::sdp
