// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/log.h"
#include "sip/impl/causes.h"
#include "sip/impl/dialog.h"
#include "sip/impl/peer.h"

// Offers and answers within a call: re-INVITE and UPDATE, from either end (RFC 3261 section 14,
// RFC 3311, RFC 6337).

namespace mcu::sip {

void Dialog::onReinviteResponse(const Event& event) {
    if (event.status < 200) {
        return;
    }
    reinviting_ = false;
    if (event.status >= 300) {
        offered_.reset();
        if (event.status == 491 || event.status == 500) {
            // RFC 3261 section 14.1: the one that owns the Call-ID waits longer.
            retryAt_ = owner_.now() + std::chrono::milliseconds(weCalled_ ? 2500 : 1000);
        }
        cause_ = causeFromStatus(event.status, event.phrase, event.sip != nullptr);
        return;
    }
    const auto body = bodyOf(event.sip);
    if (offered_) {
        nua_ack(handle_.get(), TAG_END());
        const auto offered = *offered_;
        if (takeAnswer(body, offered)) {
            settle();
        }
        return;
    }
    if (body.empty() || weCalled_) {
        // A refresh that the stack made by itself, as a repetition of our first offer.
        nua_ack(handle_.get(), TAG_END());
        if (!body.empty() && firstOffer_) {
            takeAnswer(body, *firstOffer_);
        }
        return;
    }
    // A refresh that the stack made without SDP: the 200 has the offer, the ACK our answer.
    auto answer = sdp::answerOffer(body, local_, policy_, session_);
    if (!answer) {
        nua_ack(handle_.get(), TAG_END());
        hangUp(causeFromSdpError(answer.error()));
        return;
    }
    nua_ack(handle_.get(),
            SIPTAG_CONTENT_TYPE_STR(kSdpType),
            SIPTAG_PAYLOAD_STR(answer->text.c_str()),
            TAG_END());
    session_ = std::move(answer->session);
    report(answer->agreed);
}

void Dialog::refuseRequest(const Event& event, const Error& error) {
    const auto refusal = refusalForSdpError(error);
    const auto warning = warningFor(error, owner_.agentHost());
    if (error.id == "sip.bad-sdp") {
        owner_.counters().malformed++;
    }
    logger("sip").warn("re-offer refused call={} reason={}", id_.value, error.message);
    nua_respond(handle_.get(),
                refusal.status,
                refusal.phrase,
                NUTAG_WITH_THIS(event.nua),
                SIPTAG_WARNING_STR(warning.c_str()),
                TAG_END());
}

bool Dialog::answerRequest(const Event& event, const std::string& offer) {
    auto answer = sdp::answerOffer(offer, local_, policy_, session_);
    if (!answer) {
        refuseRequest(event, answer.error());
        return false;
    }
    nua_respond(handle_.get(),
                SIP_200_OK,
                NUTAG_WITH_THIS(event.nua),
                TAG_IF(!contact_.empty(), SIPTAG_CONTACT_STR(contact_.c_str())),
                SIPTAG_CONTENT_TYPE_STR(kSdpType),
                SIPTAG_PAYLOAD_STR(answer->text.c_str()),
                TAG_END());
    session_ = std::move(answer->session);
    report(answer->agreed);
    return true;
}

void Dialog::onReinvite(const Event& event) {
    if (event.status >= 200) {  // the stack has answered: overlap, glare
        return;
    }
    const auto body = bodyOf(event.sip);
    if (phase_ != Phase::connected) {
        nua_respond(
            handle_.get(), SIP_500_INTERNAL_SERVER_ERROR, NUTAG_WITH_THIS(event.nua), TAG_END());
        return;
    }
    if (!body.empty() && !hasContentType(event.sip, kSdpType)) {
        nua_respond(handle_.get(),
                    SIP_415_UNSUPPORTED_MEDIA,
                    NUTAG_WITH_THIS(event.nua),
                    SIPTAG_ACCEPT_STR(kSdpType),
                    TAG_END());
        return;
    }
    if (body.empty()) {
        auto offer = sdp::makeOffer(local_, policy_, session_, wantHold_);
        offered_ = std::move(offer.session);
        nua_respond(handle_.get(),
                    SIP_200_OK,
                    NUTAG_WITH_THIS(event.nua),
                    TAG_IF(!contact_.empty(), SIPTAG_CONTACT_STR(contact_.c_str())),
                    SIPTAG_CONTENT_TYPE_STR(kSdpType),
                    SIPTAG_PAYLOAD_STR(offer.text.c_str()),
                    TAG_END());
        return;
    }
    answerRequest(event, body);
}

void Dialog::onUpdate(const Event& event) {
    if (event.status >= 200) {
        return;
    }
    const auto body = bodyOf(event.sip);
    if (body.empty()) {
        nua_respond(handle_.get(), SIP_200_OK, NUTAG_WITH_THIS(event.nua), TAG_END());
        return;
    }
    if (phase_ != Phase::connected || offered_) {
        nua_respond(handle_.get(), SIP_491_REQUEST_PENDING, NUTAG_WITH_THIS(event.nua), TAG_END());
        return;
    }
    answerRequest(event, body);
}

void Dialog::onAck(const Event& event) {
    const auto body = bodyOf(event.sip);
    addDescription(body, peer_);
    if (offered_ && phase_ != Phase::ended) {
        const auto offered = *offered_;
        if (body.empty() && phase_ == Phase::connected) {
            offered_.reset();  // a refresh whose sender left our offer unanswered: nothing changes
        } else if (!takeAnswer(body, offered)) {
            return;
        }
    }
    if (phase_ == Phase::confirming) {
        connected();
    } else {
        settle();
    }
}

void Dialog::setHold(bool hold) {
    wantHold_ = hold;
    settle();
}

void Dialog::settle() {
    if (phase_ == Phase::connected && !reinviting_ && !offered_ && wantHold_ != session_.hold) {
        sendReinvite();
    }
}

void Dialog::sendReinvite() {
    auto offer = sdp::makeOffer(local_, policy_, session_, wantHold_);
    reinviting_ = true;
    nua_invite(handle_.get(),
               TAG_IF(!contact_.empty(), SIPTAG_CONTACT_STR(contact_.c_str())),
               SIPTAG_CONTENT_TYPE_STR(kSdpType),
               SIPTAG_PAYLOAD_STR(offer.text.c_str()),
               TAG_END());
    offered_ = std::move(offer.session);
}

}  // namespace mcu::sip
