// SPDX-License-Identifier: GPL-3.0-or-later
#include "sip/impl/dialog.h"

#include "base/log.h"
#include "sip/impl/causes.h"
#include "sip/impl/keys_in_info.h"
#include "sip/impl/peer.h"
#include "sip/sdp/text.h"

namespace mcu::sip {

namespace {

constexpr const char* kSdp = "application/sdp";
constexpr auto kFastUpdateSpacing = std::chrono::milliseconds(500);

}  // namespace

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
               SIPTAG_CONTENT_TYPE_STR(kSdp),
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
                    SIPTAG_CONTENT_TYPE_STR(kSdp),
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
                SIPTAG_CONTENT_TYPE_STR(kSdp),
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
        if (hasContentType(event.sip, kSdp) && !bodyOf(event.sip).empty()) {
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
            SIPTAG_CONTENT_TYPE_STR(kSdp),
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
                SIPTAG_CONTENT_TYPE_STR(kSdp),
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
    if (!body.empty() && !hasContentType(event.sip, kSdp)) {
        nua_respond(handle_.get(),
                    SIP_415_UNSUPPORTED_MEDIA,
                    NUTAG_WITH_THIS(event.nua),
                    SIPTAG_ACCEPT_STR(kSdp),
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
                    SIPTAG_CONTENT_TYPE_STR(kSdp),
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
        if (hasContentType(event.sip, kSdp)) {
            addDescription(bodyOf(event.sip), peer_);
        }
        reportPeer();
    }
}

void Dialog::onKeyInInfo(const Event& event) {
    if (event.sip == nullptr || event.sip->sip_content_type == nullptr ||
        event.sip->sip_content_type->c_type == nullptr) {
        return;
    }
    const char key = keyInInfo(event.sip->sip_content_type->c_type, bodyOf(event.sip));
    if (key != '\0' && keys_.pass(owner_.now())) {
        owner_.outbox().tell(
            [id = id_, key](call::CallListener& l) { l.onUserInput(id, std::string(1, key)); });
    }
}

void Dialog::onInfo(const Event& event) {
    if (phase_ == Phase::connected) {
        onKeyInInfo(event);
    }
    if (phase_ != Phase::connected || !hasContentType(event.sip, "application/media_control+xml") ||
        bodyOf(event.sip).find("picture_fast_update") == std::string::npos) {
        return;
    }
    const auto now = owner_.now();
    if (now - lastFastUpdateIn_ < kFastUpdateSpacing) {
        return;
    }
    lastFastUpdateIn_ = now;
    owner_.outbox().tell([id = id_](call::CallListener& l) { l.onFastUpdate(id); });
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
               SIPTAG_CONTENT_TYPE_STR(kSdp),
               SIPTAG_PAYLOAD_STR(offer.text.c_str()),
               TAG_END());
    offered_ = std::move(offer.session);
}

void Dialog::requestFastUpdate() {
    const auto now = owner_.now();
    if (phase_ != Phase::connected || now - lastFastUpdateOut_ < kFastUpdateSpacing) {
        return;
    }
    lastFastUpdateOut_ = now;
    // RFC 5168 section 3.
    nua_info(handle_.get(),
             SIPTAG_CONTENT_TYPE_STR("application/media_control+xml"),
             SIPTAG_PAYLOAD_STR("<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n"
                                "<media_control><vc_primitive><to_encoder><picture_fast_update/>"
                                "</to_encoder></vc_primitive></media_control>\r\n"),
             TAG_END());
}

void Dialog::askPeer() {
    if (phase_ == Phase::connected) {
        nua_options(handle_.get(), SIPTAG_ACCEPT_STR(kSdp), TAG_END());
    }
}

void Dialog::sendKeys(const std::string& keys) {
    for (const char key : keys) {
        if (phase_ == Phase::connected && media::isKey(key)) {
            nua_info(handle_.get(),
                     SIPTAG_CONTENT_TYPE_STR("application/dtmf-relay"),
                     SIPTAG_PAYLOAD_STR(dtmfRelay(key).c_str()),
                     TAG_END());
        }
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
