// SPDX-License-Identifier: GPL-3.0-or-later
#include <string_view>

#include "sip/impl/causes.h"
#include "sip/impl/dialog.h"
#include "sip/impl/peer.h"

// What becomes of our own first INVITE.

namespace mcu::sip {

void Dialog::onInviteResponse(const Event& event) {
    if (event.status == 401 || event.status == 407) {
        authenticate(event);
        return;
    }
    if (phase_ == Phase::connected) {
        onReinviteResponse(event);
        return;
    }
    if (event.status == 100 && phase_ == Phase::outgoing &&
        event.phrase.rfind("Retry After", 0) == 0) {
        // The stack would call again by itself; whether and when is for the domain to say.
        end({call::CauseCode::unreachable, 503, "asks to be called later", true});
        owner_.release(*this);
        return;
    }
    if (event.status < 200) {
        if (hasContentType(event.sip, kSdpType) && !bodyOf(event.sip).empty()) {
            earlyAnswer_ = bodyOf(event.sip);
        }
        if (event.status >= 180 && !rang_ && phase_ == Phase::outgoing) {
            rang_ = true;
            owner_.outbox().tell([id = id_](call::CallListener& l) { l.onRinging(id); });
        }
        return;
    }
    if (event.status < 300) {
        onFinalAnswer(event);
        return;
    }
    cause_ = causeFromStatus(event.status, event.phrase, event.sip != nullptr);
    if (event.sip != nullptr && event.sip->sip_warning != nullptr &&
        event.sip->sip_warning->w_text != nullptr &&
        std::string_view(event.sip->sip_warning->w_text).find(kEncryptionRequired) !=
            std::string_view::npos) {
        cause_.code = call::CauseCode::encryptionRequired;
    }
}

void Dialog::onFinalAnswer(const Event& event) {
    addHeaders(event.sip, peer_);
    learnMethods(event.sip);
    nua_ack(handle_.get(), TAG_END());
    if (phase_ == Phase::ended) {  // answered while our CANCEL was under way
        byeSent_ = true;
        nua_bye(handle_.get(), TAG_END());
        return;
    }
    if (phase_ != Phase::outgoing || !offered_) {
        return;
    }
    phase_ = Phase::confirming;
    const auto body = bodyOf(event.sip);
    const auto offered = *offered_;
    addDescription(body.empty() ? earlyAnswer_ : body, peer_);
    if (takeAnswer(body.empty() ? earlyAnswer_ : body, offered)) {
        connected();
    }
}

bool Dialog::takeAnswer(const std::string& answer, const sdp::Session& offered) {
    auto accepted = sdp::acceptAnswer(answer, local_, policy_, offered);
    offered_.reset();
    if (!accepted) {
        if (accepted.error().id == "sip.bad-sdp") {
            owner_.counters().malformed++;
        }
        hangUp(causeFromSdpError(accepted.error()));
        return false;
    }
    session_ = std::move(accepted->session);
    report(accepted->agreed);
    return true;
}

void Dialog::authenticate(const Event& event) {
    const auto* challenge =
        event.sip == nullptr ? nullptr
        : event.status == 401
            ? reinterpret_cast<const msg_auth_t*>(event.sip->sip_www_authenticate)
            : reinterpret_cast<const msg_auth_t*>(event.sip->sip_proxy_authenticate);
    const auto* realm =
        challenge == nullptr ? nullptr : msg_params_find(challenge->au_params, "realm=");
    if (realm == nullptr || authUser_.empty() || authAttempts_ >= 2 || phase_ == Phase::ended) {
        cause_ = causeFromStatus(event.status, event.phrase, true);
        if (phase_ != Phase::ended) {
            const auto cause = cause_;
            nua_cancel(handle_.get(), TAG_END());
            end(cause);
        }
        owner_.release(*this);
        return;
    }
    ++authAttempts_;
    const std::string credentials =
        "Digest:" + std::string(realm) + ":" + authUser_ + ":" + authPassword_.reveal();
    nua_authenticate(handle_.get(), NUTAG_AUTH(credentials.c_str()), TAG_END());
}

}  // namespace mcu::sip
