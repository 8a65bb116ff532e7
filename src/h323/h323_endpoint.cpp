// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/h323_endpoint.h"

#include <utility>

#include "call/outbox.h"
#include "h323/asn1/schema.h"
#include "h323/impl/live_counters.h"
#include "h323/impl/network_thread.h"
#include "h323/impl/stack.h"

namespace mcu::h323 {

namespace {

constexpr auto kFarewell = std::chrono::milliseconds(300);

}  // namespace

struct H323Endpoint::Impl {
    Impl(H323Settings s, Loop& control, call::CallListener& listener)
        : settings(std::move(s)), outbox(control, listener) {}

    /// Runs a task for a call that is not over yet.
    void forCall(CallId id, std::function<void(CallLeg&)> task) {
        thread.post([this, id, task = std::move(task)] {
            thread.role().assertHere();
            if (auto* leg = stack->find(id)) {
                task(*leg);
            }
        });
    }

    const H323Settings settings;
    call::Outbox outbox;
    LiveCounters counters;
    NetworkThread thread;
    std::unique_ptr<Stack> stack;  ///< made and ended on the h323 thread
    NetAddress bound;
    NetAddress boundTls;
};

H323Endpoint::H323Endpoint(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Result<std::unique_ptr<H323Endpoint>> H323Endpoint::create(H323Settings settings,
                                                           Loop& control,
                                                           call::CallListener& listener) {
    (void)schema();  // reads the declarations now, not during the first call
    auto impl = std::make_unique<Impl>(std::move(settings), control, listener);
    impl->thread.start();
    auto endpoint = std::unique_ptr<H323Endpoint>(new H323Endpoint(std::move(impl)));
    Status opened;
    endpoint->impl_->thread.run([&, in = endpoint->impl_.get()] {
        in->stack =
            std::make_unique<Stack>(in->settings, in->thread.context(), in->outbox, in->counters);
        opened = in->stack->open();
        in->bound = in->stack->bound();
        in->boundTls = in->stack->boundTls();
    });
    if (!opened) {
        return opened.error();
    }
    return endpoint;
}

H323Endpoint::~H323Endpoint() {
    impl_->outbox.close();
    std::promise<void> told;
    impl_->thread.run([this, &told] {
        auto* in = impl_.get();
        const bool calls = in->counters.activeCalls > 0;
        in->stack->close();
        // What says goodbye needs a moment on the way.
        auto timer = std::make_shared<asio::steady_timer>(in->thread.context());
        timer->expires_after(calls ? kFarewell : std::chrono::milliseconds(0));
        timer->async_wait([in, timer, &told](std::error_code) {
            in->stack.reset();
            told.set_value();
        });
    });
    told.get_future().wait();
    impl_->thread.stop();
}

bool H323Endpoint::dials(const std::string& uri) const {
    return uri.starts_with("h323:");
}

CallId H323Endpoint::dial(const call::DialTarget& target,
                          const media::LocalMedia& local,
                          const call::MediaPolicy& policy) {
    const auto id = call::nextCallId();
    impl_->thread.post([in = impl_.get(), id, target, local, policy] {
        in->stack->dial(id, target, local, policy);
    });
    return id;
}

void H323Endpoint::answer(CallId call,
                          const media::LocalMedia& local,
                          const call::MediaPolicy& policy) {
    impl_->forCall(call, [local, policy](CallLeg& leg) { leg.answer(local, policy); });
}

void H323Endpoint::reject(CallId call, const call::HangupCause& cause) {
    hangUp(call, cause);
}

void H323Endpoint::hangUp(CallId call, const call::HangupCause& cause) {
    impl_->forCall(call, [cause](CallLeg& leg) { leg.hangUp(cause); });
}

void H323Endpoint::setHold(CallId call, bool hold) {
    impl_->forCall(call, [hold](CallLeg& leg) { leg.setHold(hold); });
}

void H323Endpoint::requestFastUpdate(CallId call) {
    impl_->forCall(call, [](CallLeg& leg) { leg.requestFastUpdate(); });
}

void H323Endpoint::limitIncomingVideo(CallId call, std::uint32_t kbps) {
    impl_->forCall(call, [kbps](CallLeg& leg) { leg.limitIncomingVideo(kbps); });
}

void H323Endpoint::announce(CallId call, const call::MediaPolicy& policy) {
    impl_->forCall(call, [policy](CallLeg& leg) { leg.announce(policy); });
}

void H323Endpoint::sendUserInput(CallId call, const std::string& keys) {
    impl_->forCall(call, [keys](CallLeg& leg) { leg.sendUserInput(keys); });
}

const NetAddress& H323Endpoint::boundAddress() const {
    return impl_->bound;
}

const NetAddress& H323Endpoint::boundTlsAddress() const {
    return impl_->boundTls;
}

H323Counters H323Endpoint::counters() const {
    const auto& c = impl_->counters;
    H323Counters out;
    out.malformed = c.malformed;
    out.refused = c.refused;
    out.incomingCalls = c.incomingCalls;
    out.outgoingCalls = c.outgoingCalls;
    out.connectedCalls = c.connectedCalls;
    out.endedCalls = c.endedCalls;
    out.silentDropped = c.silentDropped;
    out.connectionsRefused = c.connectionsRefused;
    out.tlsFailures = c.tlsFailures;
    out.userInputs = c.userInputs;
    out.newKeys = c.newKeys;
    out.activeCalls = c.activeCalls;
    return out;
}

}  // namespace mcu::h323
