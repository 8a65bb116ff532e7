// SPDX-License-Identifier: GPL-3.0-or-later
#include "sip/impl/stack.h"

#include <algorithm>

#include "base/clean_text.h"
#include "base/log.h"
#include "sip/impl/causes.h"
#include "sip/impl/uri.h"

namespace mcu::sip {

namespace {

constexpr const char* kSdp = "application/sdp";
constexpr auto kGoodbye = std::chrono::milliseconds(1500);
constexpr auto kShutdown = std::chrono::milliseconds(3000);

std::string remoteOf(nua_t* nua) {
    const auto* message = nua_current_request(nua);
    if (message == nullptr) {
        return {};
    }
    const auto* info = msg_addrinfo(const_cast<msg_t*>(message));
    if (info == nullptr || info->ai_addr == nullptr ||
        info->ai_addrlen > sizeof(sockaddr_storage)) {
        return {};
    }
    sockaddr_storage address{};
    std::memcpy(&address, info->ai_addr, info->ai_addrlen);
    return NetAddress::fromSockaddr(address).toString();
}

std::vector<std::string> authorizationOf(const sip_t* sip) {
    std::vector<std::string> out;
    const auto* header = sip->sip_authorization;
    if (header == nullptr || header->au_scheme == nullptr || header->au_params == nullptr ||
        strcasecmp(header->au_scheme, "Digest") != 0) {
        return out;
    }
    for (const auto* parameter = header->au_params; *parameter != nullptr; ++parameter) {
        out.emplace_back(*parameter);
    }
    return out;
}

}  // namespace

Stack::Stack(const SipSettings& settings,
             SipThread& thread,
             call::Outbox& outbox,
             LiveCounters& counters)
    : settings_(settings),
      thread_(thread),
      outbox_(outbox),
      counters_(counters),
      gate_(settings.realm),
      registrar_(outbox, counters, settings.maxRegistration),
      credentials_(settings.credentials) {}

Stack::~Stack() = default;

Status Stack::open() {
    for (const auto& wanted : settings_.listeners) {
        if (wanted.transport == SipTransport::tls && tls_.path().empty()) {
            setTlsFloor();
            auto folder = TlsFolder::create(settings_.tls);
            if (!folder) {
                return folder.error();
            }
            tls_ = std::move(*folder);
        }
        auto listener = std::make_unique<Listener>();
        listener->stack = this;
        listener->index = listeners_.size();
        if (auto status =
                openListener(thread_.root(), wanted, settings_, tls_.path(), onNua, *listener);
            !status) {
            return status;
        }
        listeners_.push_back(std::move(listener));
    }
    if (listeners_.empty()) {
        return Error(ErrorCode::invalidArgument, "no SIP listener is configured");
    }
    agentHost_ = listeners_.front()->contactHost(settings_);
    timer_ = su_timer_create(su_root_task(thread_.root()), 1000);
    su_timer_set_for_ever(timer_, onTimer, this);
    return {};
}

void Stack::close() {
    closing_ = true;
    for (auto& [id, dialog] : dialogs_) {
        dialog->hangUp({call::CauseCode::localShutdown, 0, "shutting down", false});
    }
    for (auto& [user, registration] : registrations_) {
        registration->stop();
    }
    thread_.spin(kGoodbye, [this] {
        sweep();
        return dialogs_.empty() &&
               std::all_of(registrations_.begin(), registrations_.end(), [](const auto& entry) {
                   return entry.second->over();
               });
    });
    probes_.clear();
    leaving_.clear();
    registrations_.clear();
    dialogs_.clear();
    for (auto& listener : listeners_) {
        nua_shutdown(listener->nua);
    }
    const auto allDown = [this] {
        return std::all_of(
            listeners_.begin(), listeners_.end(), [](const auto& l) { return l->down; });
    };
    thread_.spin(kShutdown, allDown);
    if (!allDown()) {
        logger("sip").warn("a peer does not answer our BYE; waiting for the stack's own limit");
        thread_.spin(std::chrono::seconds(40), allDown);
    }
    for (auto& listener : listeners_) {
        nua_destroy(listener->nua);
    }
    listeners_.clear();
    if (timer_ != nullptr) {
        su_timer_destroy(timer_);
        timer_ = nullptr;
    }
}

Dialog* Stack::find(CallId id) {
    const auto found = dialogs_.find(id);
    return found == dialogs_.end() || found->second->ended() ? nullptr : found->second.get();
}

std::vector<SipListener> Stack::bound() const {
    std::vector<SipListener> out;
    out.reserve(listeners_.size());
    for (const auto& listener : listeners_) {
        out.push_back(listener->bound);
    }
    return out;
}

Listener* Stack::listenerFor(std::optional<SipTransport> transport) {
    for (const auto wanted : {transport.value_or(SipTransport::udp), SipTransport::tcp}) {
        for (auto& listener : listeners_) {
            if (listener->bound.transport == wanted) {
                return listener.get();
            }
        }
        if (transport) {
            return nullptr;
        }
    }
    return transport || listeners_.empty() ? nullptr : listeners_.front().get();
}

void Stack::dial(CallId id,
                 const call::DialTarget& target,
                 const media::LocalMedia& local,
                 const call::MediaPolicy& policy) {
    counters_.outgoingCalls++;
    const auto fail = [&](call::CauseCode code, const std::string& text) {
        counters_.endedCalls++;
        outbox_.tell([id, cause = call::HangupCause{code, 0, text, false}](call::CallListener& l) {
            l.onEnded(id, cause);
        });
    };
    if (closing_) {
        fail(call::CauseCode::localShutdown, "shutting down");
        return;
    }
    const auto uri = parseDialUri(target.uri);
    if (!uri) {
        fail(call::CauseCode::notFound, uri.error().message);
        return;
    }
    auto* listener = listenerFor(uri->transport);
    if (listener == nullptr) {
        fail(call::CauseCode::unreachable, "no listener for the transport of " + uri->text);
        return;
    }
    const auto host =
        settings_.domain.empty() ? listener->contactHost(settings_) : settings_.domain;
    const auto user = target.fromUser.empty() ? settings_.user : target.fromUser;
    const auto from = nameAddress(target.displayName, user, host);
    const auto to = "<" + uri->text + ">";
    auto* handle = nua_handle(listener->nua,
                              nullptr,
                              NUTAG_URL(uri->text.c_str()),
                              SIPTAG_TO_STR(to.c_str()),
                              SIPTAG_FROM_STR(from.c_str()),
                              TAG_END());
    if (handle == nullptr) {
        fail(call::CauseCode::notFound, "not a SIP address: " + uri->text);
        return;
    }
    counters_.activeCalls++;
    auto dialog = std::make_unique<Dialog>(*this, id, listener->contactFor(user, settings_));
    auto* started = dialog.get();
    dialogs_[id] = std::move(dialog);
    started->startOutgoing(handle, target, escapeUser(user), local, policy);
}

void Stack::setCredentials(Credentials credentials) {
    for (const auto& [user, password] : credentials_) {
        if (!credentials.contains(user)) {
            registrar_.forget(user);
        }
    }
    credentials_ = std::move(credentials);
}

void Stack::registerAt(const RegisterTarget& target, ClientRegistration::Report report) {
    const auto uri = parseDialUri(target.server);
    auto* listener = uri ? listenerFor(uri->transport) : nullptr;
    if (listener == nullptr) {
        report(Error(ErrorCode::invalidArgument, "cannot register at " + target.server));
        return;
    }
    // The address of record is our user at the server, whatever its port and transport.
    auto host = uri->text.substr(uri->text.find(':') + 1);
    host = host.substr(0, host.find(';'));
    const auto aor = nameAddress("", target.user, host);
    auto* handle = nua_handle(listener->nua,
                              nullptr,
                              SIPTAG_TO_STR(aor.c_str()),
                              SIPTAG_FROM_STR(aor.c_str()),
                              TAG_END());
    if (handle == nullptr) {
        report(Error(ErrorCode::invalidArgument, "cannot register as " + target.user));
        return;
    }
    auto cleaned = target;
    cleaned.server = uri->text;
    auto& slot = registrations_[target.user];
    slot = std::make_unique<ClientRegistration>(handle, std::move(cleaned), std::move(report));
    slot->start();
}

void Stack::unregisterAt(const std::string& user) {
    auto entry = registrations_.extract(user);
    if (entry) {
        entry.mapped()->stop();
        leaving_.push_back(std::move(entry.mapped()));
    }
}

void Stack::onNua(nua_event_t type,
                  int status,
                  char const* phrase,
                  nua_t* nua,
                  nua_magic_t* magic,
                  nua_handle_t* handle,
                  nua_hmagic_t* owner,
                  sip_t const* sip,
                  tagi_t tags[]) {
    auto& listener = *static_cast<Listener*>(magic);
    auto& self = *static_cast<Stack*>(listener.stack);
    if (type == nua_r_shutdown) {
        listener.down = listener.down || status >= 200;
        return;
    }
    const Event event{type, status, phrase == nullptr ? "" : phrase, nua, sip, tags};
    if (owner != nullptr) {
        static_cast<HandleOwner*>(owner)->onEvent(event);
    } else {
        self.onUnbound(listener, event, handle);
    }
    self.sweep();
}

void Stack::onUnbound(Listener& listener, const Event& event, nua_handle_t* handle) {
    if (handle == nullptr) {
        return;
    }
    switch (event.type) {
        case nua_i_invite:
            onInvite(listener, event, handle);
            break;
        case nua_i_register:
            onRegister(listener, event, handle);
            break;
        case nua_i_options:
        case nua_i_info:
        case nua_i_message:
        case nua_i_notify:
        case nua_i_subscribe:
        case nua_i_publish:
        case nua_i_refer:
        case nua_i_method:
            // Answered by the stack; the handle it made for the request is ours to release.
            nua_handle_destroy(handle);
            break;
        default:
            break;
    }
}

void Stack::refuse(const Event& event, nua_handle_t* handle, int status, const char* phrase) {
    nua_respond(handle,
                status,
                phrase,
                NUTAG_WITH_THIS(event.nua),
                TAG_IF(status == 503, SIPTAG_RETRY_AFTER_STR("5")),
                TAG_IF(status == 415, SIPTAG_ACCEPT_STR(kSdp)),
                TAG_END());
    nua_handle_destroy(handle);
}

bool Stack::authorize(const Event& event,
                      nua_handle_t* handle,
                      const std::string& user,
                      const char* method) {
    const auto given = parseDigest(authorizationOf(event.sip));
    const auto verdict = gate_.check(given, method, credentials_, now());
    const auto named = given.find("username");
    if (verdict == DigestGate::Verdict::accepted && named != given.end() && named->second == user) {
        return true;
    }
    if (verdict == DigestGate::Verdict::challenge || verdict == DigestGate::Verdict::stale) {
        const auto challenge = gate_.challenge(now(), verdict == DigestGate::Verdict::stale);
        nua_respond(handle,
                    SIP_401_UNAUTHORIZED,
                    NUTAG_WITH_THIS(event.nua),
                    SIPTAG_WWW_AUTHENTICATE_STR(challenge.c_str()),
                    TAG_END());
        nua_handle_destroy(handle);
        return false;
    }
    counters_.authFailures++;
    logger("sip").warn(
        "wrong password user={} method={} remote={}", user, method, remoteOf(event.nua));
    refuse(event, handle, SIP_403_FORBIDDEN);
    return false;
}

bool Stack::asksPassword(const std::string& user) const {
    const auto known = credentials_.find(user);
    return known != credentials_.end() && !known->second.reveal().empty();
}

void Stack::onInvite(Listener& listener, const Event& event, nua_handle_t* handle) {
    const auto* sip = event.sip;
    if (event.status >= 200 || sip == nullptr) {
        nua_handle_destroy(handle);
        return;
    }
    if (closing_ || counters_.activeCalls.load() >= settings_.maxCalls) {
        counters_.refused++;
        refuse(event, handle, SIP_503_SERVICE_UNAVAILABLE);
        return;
    }
    const auto user = userOf(sip->sip_from->a_url);
    std::string authenticated;
    if (asksPassword(user)) {
        if (!authorize(event, handle, user, "INVITE")) {
            return;
        }
        authenticated = user;
    }
    const auto body = bodyOf(sip);
    if (!body.empty() && !hasContentType(sip, kSdp)) {
        counters_.refused++;
        refuse(event, handle, SIP_415_UNSUPPORTED_MEDIA);
        return;
    }
    const auto summary = sdp::summarize(body);
    if (!body.empty() && !summary.readable) {
        counters_.malformed++;
        counters_.refused++;
        refuse(event, handle, 400, "Bad Session Description");
        return;
    }
    call::IncomingCall call;
    call.id = call::nextCallId();
    call.line = settings_.line;
    call.fromUri = textOf(sip->sip_from->a_url);
    call.fromName = sip->sip_from->a_display != nullptr ? cleanText(sip->sip_from->a_display) : "";
    call.toUri = textOf(sip->sip_to->a_url);
    call.toUser = userOf(sip->sip_request->rq_url);
    call.authenticatedUser = authenticated;
    call.remoteAddress = remoteOf(event.nua);
    call.transport = nameOf(listener.bound.transport);
    call.offersIce = summary.ice;
    call.offersVideo = body.empty() || summary.video;
    call.offersEncryption = summary.encryption;
    counters_.incomingCalls++;
    counters_.activeCalls++;
    auto dialog =
        std::make_unique<Dialog>(*this, call.id, listener.contactFor(settings_.user, settings_));
    dialog->acceptIncoming(handle, sip);
    dialogs_[call.id] = std::move(dialog);
    outbox_.tell([call = std::move(call)](call::CallListener& l) { l.onIncoming(call); });
}

void Stack::onRegister(Listener& listener, const Event& event, nua_handle_t* handle) {
    if (event.status >= 200 || event.sip == nullptr) {
        nua_handle_destroy(handle);
        return;
    }
    const auto user = userOf(event.sip->sip_to->a_url);
    if (!settings_.registrar || user.empty() || !credentials_.contains(user)) {
        counters_.authFailures++;
        refuse(event, handle, SIP_403_FORBIDDEN);
        return;
    }
    if (asksPassword(user) && !authorize(event, handle, user, "REGISTER")) {
        return;
    }
    const auto contacts = registrar_.apply(user, event.sip, listener.index, now());
    nua_respond(handle,
                SIP_200_OK,
                NUTAG_WITH_THIS(event.nua),
                TAG_IF(!contacts.empty(), SIPTAG_CONTACT_STR(contacts.c_str())),
                TAG_END());
    nua_handle_destroy(handle);
}

void Stack::onTimer(su_root_magic_t* /*magic*/, su_timer_t* /*timer*/, su_timer_arg_t* argument) {
    static_cast<Stack*>(argument)->tick();
}

void Stack::tick() {
    if (closing_) {
        return;
    }
    registrar_.expire(now());
    for (auto& [id, dialog] : dialogs_) {
        dialog->tick(now(), settings_.keepAlive);
    }
    if (settings_.keepAlive.count() > 0) {
        registrar_.forEachDue(
            now(), settings_.keepAlive, [this](const std::string&, const Binding& binding) {
                auto* handle = nua_handle(listeners_[binding.listener]->nua,
                                          nullptr,
                                          NUTAG_URL(binding.contact.c_str()),
                                          SIPTAG_TO_STR(("<" + binding.contact + ">").c_str()),
                                          TAG_END());
                if (handle != nullptr) {
                    probes_.push_back(std::make_unique<Probe>(handle));
                }
            });
    }
    sweep();
}

void Stack::release(Dialog& dialog) {
    released_.push_back(dialog.id());
}

void Stack::sweep() {
    for (const auto id : released_) {
        if (dialogs_.erase(id) != 0) {
            counters_.handles--;
        }
    }
    released_.clear();
    std::erase_if(probes_, [](const auto& probe) { return probe->over(); });
    std::erase_if(leaving_, [](const auto& registration) { return registration->over(); });
}

}  // namespace mcu::sip
