// SPDX-License-Identifier: GPL-3.0-or-later
#include "sip/sip_endpoint.h"

#include <cctype>
#include <mutex>

#include "call/outbox.h"
#include "sip/impl/live_counters.h"
#include "sip/impl/stack.h"
#include "sip/impl/stack_log.h"

namespace mcu::sip {

std::string_view nameOf(SipTransport transport) {
    switch (transport) {
        case SipTransport::udp:
            return "udp";
        case SipTransport::tcp:
            return "tcp";
        case SipTransport::tls:
            return "tls";
    }
    return "?";
}

struct SipEndpoint::Impl {
    Impl(SipSettings s, Loop& c, call::CallListener& l)
        : settings(std::move(s)), control(c), outbox(c, l) {}

    /// Runs a task for a call that is not over yet.
    void forCall(CallId id, std::function<void(Dialog&)> task) {
        thread.post([this, id, task = std::move(task)] {
            if (auto* dialog = stack->find(id)) {
                task(*dialog);
            }
        });
    }

    const SipSettings settings;
    Loop& control;
    call::Outbox outbox;
    LiveCounters counters;
    SipThread thread;
    std::unique_ptr<Stack> stack;  ///< made and ended on the sip thread
    std::vector<SipListener> bound;
    std::shared_ptr<bool> alive = std::make_shared<bool>(true);  ///< control thread
};

SipEndpoint::SipEndpoint(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Result<std::unique_ptr<SipEndpoint>> SipEndpoint::create(SipSettings settings,
                                                         Loop& control,
                                                         call::CallListener& listener) {
    static std::once_flag sofia;
    std::call_once(sofia, [] {
        su_init();
        captureStackLog();
    });
    auto impl = std::make_unique<Impl>(std::move(settings), control, listener);
    if (auto status = impl->thread.start(); !status) {
        return status.error();
    }
    auto endpoint = std::unique_ptr<SipEndpoint>(new SipEndpoint(std::move(impl)));
    Status opened;
    endpoint->impl_->thread.run([&, in = endpoint->impl_.get()] {
        in->stack = std::make_unique<Stack>(in->settings, in->thread, in->outbox, in->counters);
        opened = in->stack->open();
        in->bound = in->stack->bound();
    });
    if (!opened) {
        return opened.error();
    }
    return endpoint;
}

SipEndpoint::~SipEndpoint() {
    impl_->outbox.close();
    *impl_->alive = false;
    impl_->thread.run([in = impl_.get()] {
        in->stack->close();
        in->stack.reset();
    });
    impl_->thread.stop();
}

std::string SipEndpoint::line() const {
    return impl_->settings.line;
}

bool SipEndpoint::dials(const std::string& uri) const {
    if (uri.starts_with("h323:")) {
        return false;  // "h323:0212385111" is a number to call, not a host and its port
    }
    const auto colon = uri.find(':');
    const bool noScheme =
        colon == std::string::npos || uri.find('@') < colon ||
        (colon + 1 < uri.size() && std::isdigit(static_cast<unsigned char>(uri[colon + 1])) != 0 &&
         uri.find('@') == std::string::npos);
    return noScheme || uri.starts_with("sip:") || uri.starts_with("sips:");
}

CallId SipEndpoint::dial(const call::DialTarget& target,
                         const media::LocalMedia& local,
                         const call::MediaPolicy& policy) {
    const auto id = call::nextCallId();
    impl_->thread.post([in = impl_.get(), id, target, local, policy] {
        in->stack->dial(id, target, local, policy);
    });
    return id;
}

void SipEndpoint::answer(CallId call,
                         const media::LocalMedia& local,
                         const call::MediaPolicy& policy) {
    impl_->forCall(call, [local, policy](Dialog& dialog) { dialog.answer(local, policy); });
}

void SipEndpoint::reject(CallId call, const call::HangupCause& cause) {
    hangUp(call, cause);
}

void SipEndpoint::hangUp(CallId call, const call::HangupCause& cause) {
    impl_->forCall(call, [cause](Dialog& dialog) { dialog.hangUp(cause); });
}

void SipEndpoint::setHold(CallId call, bool hold) {
    impl_->forCall(call, [hold](Dialog& dialog) { dialog.setHold(hold); });
}

void SipEndpoint::requestFastUpdate(CallId call) {
    impl_->forCall(call, [](Dialog& dialog) { dialog.requestFastUpdate(); });
}

void SipEndpoint::askPeer(CallId call) {
    impl_->forCall(call, [](Dialog& dialog) { dialog.askPeer(); });
}

void SipEndpoint::sendUserInput(CallId call, const std::string& keys) {
    impl_->forCall(call, [keys](Dialog& dialog) { dialog.sendKeys(keys); });
}

void SipEndpoint::setCredentials(Credentials credentials) {
    impl_->thread.post([in = impl_.get(), credentials = std::move(credentials)]() mutable {
        in->stack->setCredentials(std::move(credentials));
    });
}

void SipEndpoint::registerAt(const RegisterTarget& target, const RegisterCallback& done) {
    auto report =
        [in = impl_.get(), alive = impl_->alive, user = target.user, done](Status status) {
            in->control.post([alive, user, done, status = std::move(status)] {
                if (*alive) {
                    done(user, status);
                }
            });
        };
    impl_->thread.post([in = impl_.get(), target, report = std::move(report)] {
        in->stack->registerAt(target, report);
    });
}

void SipEndpoint::unregisterAt(const std::string& user) {
    impl_->thread.post([in = impl_.get(), user] { in->stack->unregisterAt(user); });
}

std::vector<SipListener> SipEndpoint::boundListeners() const {
    return impl_->bound;
}

SipCounters SipEndpoint::counters() const {
    const auto& c = impl_->counters;
    SipCounters out;
    out.malformed = c.malformed + unreadableMessages();
    out.refused = c.refused;
    out.authFailures = c.authFailures;
    out.incomingCalls = c.incomingCalls;
    out.outgoingCalls = c.outgoingCalls;
    out.connectedCalls = c.connectedCalls;
    out.endedCalls = c.endedCalls;
    out.registrationsAccepted = c.registrationsAccepted;
    out.activeCalls = c.activeCalls;
    out.registeredUsers = c.registeredUsers;
    out.handles = c.handles;
    return out;
}

}  // namespace mcu::sip
