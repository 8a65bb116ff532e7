// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/impl/stack.h"

#include <utility>

#include "base/log.h"

namespace mcu::h323 {

namespace {

constexpr int kMostTerminals = 192;  // H.243
constexpr auto kAcceptAgain = std::chrono::milliseconds(100);

}  // namespace

Stack::Stack(const H323Settings& settings,
             asio::io_context& context,
             call::Outbox& outbox,
             LiveCounters& counters)
    : settings_(settings),
      context_(context),
      outbox_(outbox),
      counters_(counters),
      clear_(context, false),
      secure_(context, true) {}

Stack::~Stack() = default;

Status Stack::open() {
    const auto& tls = settings_.tls;
    if (tls.listen.isSet() || !tls.certificateFile.empty() || !tls.caFile.empty()) {
        auto made = Tls::create(tls);
        if (!made) {
            return made.error();
        }
        tls_ = std::move(*made);
    }
    if (auto opened = listen(clear_, settings_.listen); !opened) {
        return opened;
    }
    return listen(secure_, tls.listen);
}

Status Stack::listen(Listener& at, const NetAddress& address) {
    if (!address.isSet()) {
        return {};
    }
    const auto endpoint = toAsio(address);
    std::error_code error;
    at.acceptor.open(endpoint.protocol(), error);
    if (!error) {
        at.acceptor.set_option(asio::socket_base::reuse_address(true), error);
    }
    if (!error) {
        at.acceptor.bind(endpoint, error);
    }
    if (!error) {
        at.acceptor.listen(asio::socket_base::max_listen_connections, error);
    }
    if (error) {
        return Error(ErrorCode::unavailable,
                     "cannot listen at " + address.toString() + ": " + error.message(),
                     "is another program using the port? see ss -ltnp");
    }
    at.bound = fromAsio(at.acceptor.local_endpoint(error));
    accept(at);
    return {};
}

void Stack::accept(Listener& at) {
    at.acceptor.async_accept([this, &at](std::error_code error, asio::ip::tcp::socket socket) {
        if (closing_ || error == asio::error::operation_aborted) {
            return;
        }
        if (error) {  // out of descriptors: not at full speed
            at.retry.expires_after(kAcceptAgain);
            at.retry.async_wait([this, &at](std::error_code cancelled) {
                if (!cancelled && !closing_) {
                    accept(at);
                }
            });
            return;
        }
        welcome(at.tls ? tls_->serverWire(std::move(socket)) : plainWire(std::move(socket)));
        accept(at);
    });
}

std::unique_ptr<Wire> Stack::secureWire(asio::ip::tcp::socket socket, const std::string& host) {
    return tls_ == nullptr ? nullptr : tls_->clientWire(std::move(socket), host);
}

std::size_t Stack::connectionsFrom(const std::string& host) {
    std::size_t count = 0;
    auto [at, end] = byHost_.equal_range(host);
    while (at != end) {
        if (at->second.expired()) {
            at = byHost_.erase(at);
        } else {
            ++count;
            ++at;
        }
    }
    return count;
}

/// Those of hosts that never call again too, each time their number has doubled.
void Stack::forgetClosed() {
    if (byHost_.size() < sweepAt_) {
        return;
    }
    std::erase_if(byHost_, [](const auto& each) { return each.second.expired(); });
    sweepAt_ = 2 * byHost_.size() + kFirstSweep;
}

void Stack::welcome(std::unique_ptr<Wire> wire) {
    auto connection = std::make_shared<Connection>(std::move(wire), settings_.maxPduBytes);
    const auto host = connection->remote().host();
    if (connectionsFrom(host) >= settings_.maxConnectionsPerAddress) {
        ++counters_.connectionsRefused;
        logger("h323").warn("connection refused from={} why=too many from there", host);
        connection->abort();
        return;
    }
    forgetClosed();
    byHost_.emplace(host, connection);
    const auto key = ++lastKey_;
    const auto [at, fresh] =
        waiting_.emplace(key, Waiting{connection, asio::steady_timer(context_)});
    at->second.timer.expires_after(settings_.silence);
    at->second.timer.async_wait([this, key](std::error_code error) {
        if (!error && waiting_.contains(key)) {
            ++counters_.silentDropped;
            logger("h323").info("connection dropped from={} why=no Setup in time",
                                waiting_.at(key).connection->remote().toString());
            forget(key);
        }
    });
    Connection::Handlers handlers;
    handlers.onPacket = [this, key](const Octets& packet) { onFirstPacket(key, packet); };
    handlers.onClosed = [this, key, connection = connection.get()](const std::string& why) {
        if (!connection->ready()) {
            ++counters_.tlsFailures;
            logger("h323").warn(
                "connection refused from={} why={}", connection->remote().toString(), why);
        }
        waiting_.erase(key);
    };
    connection->start(std::move(handlers));
}

void Stack::forget(std::uint64_t key) {
    if (const auto at = waiting_.find(key); at != waiting_.end()) {
        const auto connection = at->second.connection;
        waiting_.erase(at);
        connection->abort();
    }
}

void Stack::onFirstPacket(std::uint64_t key, const Octets& packet) {
    const auto at = waiting_.find(key);
    if (at == waiting_.end()) {
        return;
    }
    const auto connection = at->second.connection;
    const auto signal = h225::parseSignal(packet);
    if (!signal) {
        ++counters_.malformed;
        forget(key);
        return;
    }
    if (signal->q931.type != Q931Type::setup) {
        return;  // keep-alives and leftovers; the timer goes on
    }
    if (!signal->info) {
        ++counters_.malformed;
    }
    waiting_.erase(at);
    if (closing_ || calls_.size() >= settings_.maxCalls) {
        refuse(*connection, *signal);
        return;
    }
    ++counters_.incomingCalls;
    ++counters_.activeCalls;
    const auto id = call::nextCallId();
    auto& leg = *calls_.emplace(id, std::make_unique<CallLeg>(*this, id)).first->second;
    leg.accept(connection, *signal);
}

void Stack::refuse(Connection& connection, const h225::Signal& setup) {
    ++counters_.refused;
    h225::Call call(h225::CallSettings{});
    h225::Signals out;
    call.onSignal(setup, std::chrono::steady_clock::now(), out);
    out.clear();
    call.release({call::CauseCode::localShutdown, 0, "no more calls", false}, out);
    for (const auto& signal : out) {
        if (const auto octets = h225::encodeSignal(signal)) {
            connection.send(*octets);
        }
    }
    connection.close();
}

CallLeg* Stack::find(CallId call) {
    const auto at = calls_.find(call);
    return at == calls_.end() ? nullptr : at->second.get();
}

void Stack::dial(CallId id,
                 const call::DialTarget& target,
                 const media::LocalMedia& local,
                 const call::MediaPolicy& policy) {
    ++counters_.outgoingCalls;
    ++counters_.activeCalls;
    auto& leg = *calls_.emplace(id, std::make_unique<CallLeg>(*this, id)).first->second;
    const auto address = parseDialAddress(target.uri);
    if (!address) {
        leg.hangUp({call::CauseCode::notFound, 0, address.error().message, false});
        return;
    }
    if (closing_ || calls_.size() > settings_.maxCalls) {
        leg.hangUp({call::CauseCode::localShutdown, 0, "no more calls", false});
        return;
    }
    leg.dial(*address, target, local, policy);
}

void Stack::close() {
    closing_ = true;
    std::error_code ignored;
    for (auto* listener : {&clear_, &secure_}) {
        listener->acceptor.close(ignored);
        listener->retry.cancel();
    }
    while (!waiting_.empty()) {
        forget(waiting_.begin()->first);
    }
    std::vector<CallId> ids;
    for (const auto& [id, leg] : calls_) {
        ids.push_back(id);
    }
    for (const auto id : ids) {
        if (auto* leg = find(id)) {
            leg->hangUp({call::CauseCode::localShutdown, 0, "the server stops", false});
        }
    }
}

std::uint32_t Stack::random() {
    return random_();
}

Octets Stack::newIdentifier() {
    Octets out(16);
    for (auto& octet : out) {
        octet = static_cast<std::uint8_t>(random_());
    }
    return out;
}

int Stack::newTerminalNumber() {
    lastTerminal_ = lastTerminal_ % kMostTerminals + 1;
    return lastTerminal_;
}

/// Later: the leg may be what calls us.
void Stack::release(CallId call) {
    asio::post(context_, [this, call] {
        if (calls_.erase(call) > 0) {
            --counters_.activeCalls;
        }
    });
}

}  // namespace mcu::h323
