// SPDX-License-Identifier: GPL-3.0-or-later
#include "sip/impl/dialog.h"

#include "base/log.h"
#include "sip/impl/causes.h"
#include "sip/impl/peer.h"
#include "sip/sdp/text.h"

// The life of a call: how it begins, what comes in it, how it ends.

namespace mcu::sip {

void Dialog::acceptIncoming(nua_handle_t* handle, const sip_t* invite) {
    handle_ = Handle(handle, this);
    phase_ = Phase::incoming;
    offer_ = bodyOf(invite);
    addHeaders(invite, peer_);
    addDescription(offer_, peer_);
    learnMethods(invite);
    owner_.counters().handles++;
}

void Dialog::startOutgoing(nua_handle_t* handle,
                           const call::DialTarget& target,
                           const std::string& contactUser,
                           const media::LocalMedia& local,
                           const call::MediaPolicy& policy) {
    handle_ = Handle(handle, this);
    owner_.counters().handles++;
    phase_ = Phase::outgoing;
    weCalled_ = true;
    authUser_ = target.authUser;
    authPassword_ = target.authPassword;
    local_ = local;
    policy_ = policy;
    auto offer = sdp::makeOffer(local_, policy_);
    nua_invite(handle_.get(),
               NUTAG_M_USERNAME(contactUser.c_str()),
               TAG_IF(!contact_.empty(), SIPTAG_CONTACT_STR(contact_.c_str())),
               SIPTAG_CONTENT_TYPE_STR(kSdpType),
               SIPTAG_PAYLOAD_STR(offer.text.c_str()),
               TAG_END());
    offered_ = offer.session;
    firstOffer_ = std::move(offer.session);
}

void Dialog::answer(const media::LocalMedia& local, const call::MediaPolicy& policy) {
    if (phase_ != Phase::incoming) {
        return;
    }
    local_ = local;
    policy_ = policy;
    if (offer_.empty()) {
        auto offer = sdp::makeOffer(local_, policy_);
        offered_ = std::move(offer.session);
        phase_ = Phase::confirming;
        nua_respond(handle_.get(),
                    SIP_200_OK,
                    TAG_IF(!contact_.empty(), SIPTAG_CONTACT_STR(contact_.c_str())),
                    SIPTAG_CONTENT_TYPE_STR(kSdpType),
                    SIPTAG_PAYLOAD_STR(offer.text.c_str()),
                    TAG_END());
        return;
    }
    auto answer = sdp::answerOffer(offer_, local_, policy_);
    offer_.clear();
    if (!answer) {
        const auto refusal = refusalForSdpError(answer.error());
        const auto warning = warningFor(answer.error(), owner_.agentHost());
        owner_.counters().refused++;
        nua_respond(handle_.get(),
                    refusal.status,
                    refusal.phrase,
                    SIPTAG_WARNING_STR(warning.c_str()),
                    TAG_END());
        auto cause = causeFromSdpError(answer.error());
        cause.protocolStatus = refusal.status;
        end(cause);
        return;
    }
    phase_ = Phase::confirming;
    nua_respond(handle_.get(),
                SIP_200_OK,
                TAG_IF(!contact_.empty(), SIPTAG_CONTACT_STR(contact_.c_str())),
                SIPTAG_CONTENT_TYPE_STR(kSdpType),
                SIPTAG_PAYLOAD_STR(answer->text.c_str()),
                TAG_END());
    session_ = std::move(answer->session);
    report(answer->agreed);
}

void Dialog::hangUp(const call::HangupCause& cause) {
    switch (phase_) {
        case Phase::ended:
            return;
        case Phase::incoming: {
            const auto refusal = refusalFor(cause);
            owner_.counters().refused++;
            if (cause.code == call::CauseCode::encryptionRequired) {
                const auto warning =
                    warningFor(Error(ErrorCode::refused, "", "", "sip.encryption-required"),
                               owner_.agentHost());
                nua_respond(handle_.get(),
                            refusal.status,
                            refusal.phrase,
                            SIPTAG_WARNING_STR(warning.c_str()),
                            TAG_END());
            } else {
                nua_respond(handle_.get(), refusal.status, refusal.phrase, TAG_END());
            }
            break;
        }
        case Phase::outgoing:
            nua_cancel(handle_.get(), TAG_END());
            break;
        case Phase::confirming:
        case Phase::connected:
            byeSent_ = true;
            nua_bye(handle_.get(), TAG_END());
            break;
    }
    end(cause);
}

void Dialog::end(const call::HangupCause& cause) {
    if (phase_ == Phase::ended) {
        return;
    }
    phase_ = Phase::ended;
    owner_.counters().endedCalls++;
    owner_.counters().activeCalls--;
    logger("sip").info("call ended call={} cause={} status={}",
                       id_.value,
                       call::nameOf(cause.code),
                       cause.protocolStatus);
    owner_.outbox().tell([id = id_, cause](call::CallListener& l) { l.onEnded(id, cause); });
}

void Dialog::learnMethods(const sip_t* sip) {
    if (sip != nullptr && sip->sip_allow != nullptr &&
        !sip_is_allowed(sip->sip_allow, sip_method_update, "UPDATE")) {
        nua_set_hparams(handle_.get(), NUTAG_UPDATE_REFRESH(0), TAG_END());
    }
}

void Dialog::report(const media::AgreedMedia& agreed) {
    owner_.outbox().tell([id = id_, agreed](call::CallListener& l) { l.onMedia(id, agreed); });
}

void Dialog::reportPeer() {
    if (phase_ == Phase::ended || peer_ == toldPeer_) {
        return;
    }
    toldPeer_ = peer_;
    owner_.outbox().tell([id = id_, peer = peer_](call::CallListener& l) { l.onPeer(id, peer); });
}

void Dialog::connected() {
    if (phase_ == Phase::connected || phase_ == Phase::ended) {
        return;
    }
    phase_ = Phase::connected;
    lastProbe_ = owner_.now();
    owner_.counters().connectedCalls++;
    owner_.outbox().tell(
        [id = id_, product = peer_.product](call::CallListener& l) { l.onConnected(id, product); });
    reportPeer();
    settle();
}

void Dialog::onEvent(const Event& event) {
    switch (event.type) {
        case nua_r_invite:
            onInviteResponse(event);
            break;
        case nua_i_invite:
            onReinvite(event);
            break;
        case nua_i_update:
            onUpdate(event);
            break;
        case nua_i_ack:
            onAck(event);
            break;
        case nua_i_info:
            onInfo(event);
            break;
        case nua_i_cancel:
            cause_ = {call::CauseCode::normal, 487, "cancelled", true};
            break;
        case nua_i_bye:
            remoteBye_ = true;
            cause_ = {call::CauseCode::normal, 0, "", true};
            break;
        case nua_r_bye:
            if (!byeSent_) {  // the stack's own: the far end missed its session refresh (RFC 4028
                              // section 10)
                cause_ = {call::CauseCode::sessionExpired, 408, "session timer", false};
            }
            break;
        case nua_r_options:
            onOptionsAnswer(event);
            break;
        case nua_i_state:
            onState(event);
            break;
        case nua_i_terminated:
            onTerminated(event);
            break;
        default:
            break;
    }
}

void Dialog::onOptionsAnswer(const Event& event) {
    if (event.status == 408 || event.status == 481) {
        cause_ = {call::CauseCode::unreachable, event.status, "no answer to OPTIONS", false};
        if (phase_ == Phase::connected) {
            hangUp(cause_);
        }
        return;
    }
    if (event.status >= 200 && event.status < 300) {
        addHeaders(event.sip, peer_);
        if (hasContentType(event.sip, kSdpType)) {
            addDescription(bodyOf(event.sip), peer_);
        }
        reportPeer();
    }
}

void Dialog::onInfo(const Event& event) {
    if (phase_ != Phase::connected) {
        return;
    }
    const auto heard = info_.read(event, owner_.now());
    if (heard.key != '\0') {
        owner_.outbox().tell([id = id_, key = heard.key](call::CallListener& l) {
            l.onUserInput(id, std::string(1, key));
        });
    }
    if (heard.fastUpdate) {
        owner_.outbox().tell([id = id_](call::CallListener& l) { l.onFastUpdate(id); });
    }
}

void Dialog::requestFastUpdate() {
    if (phase_ == Phase::connected) {
        info_.sendFastUpdate(handle_.get(), owner_.now());
    }
}

void Dialog::sendKeys(const std::string& keys) {
    if (phase_ == Phase::connected) {
        info_.sendKeys(handle_.get(), keys);
    }
}

void Dialog::onState(const Event& event) {
    int state = nua_callstate_init;
    tl_gets(event.tags, NUTAG_CALLSTATE_REF(state), TAG_END());
    if (state == nua_callstate_terminated) {
        onTerminated(event);
    }
}

void Dialog::onTerminated(const Event& event) {
    if (phase_ == Phase::incoming && cause_.protocolStatus == 0) {
        cause_.code = call::CauseCode::normal;
    } else if (phase_ == Phase::confirming && !remoteBye_) {
        cause_ = {call::CauseCode::unreachable, event.status, "no ACK", false};
    }
    end(cause_);
    owner_.release(*this);
}

void Dialog::askPeer() {
    if (phase_ == Phase::connected) {
        nua_options(handle_.get(), SIPTAG_ACCEPT_STR(kSdpType), TAG_END());
    }
}

void Dialog::tick(SteadyTime now, Duration keepAlive) {
    if (phase_ != Phase::connected) {
        return;
    }
    if (retryAt_ && now >= *retryAt_) {
        retryAt_.reset();
        settle();
    }
    if (keepAlive > Duration::zero() && now - lastProbe_ >= keepAlive) {
        lastProbe_ = now;
        nua_options(handle_.get(), TAG_END());
    }
}

}  // namespace mcu::sip
