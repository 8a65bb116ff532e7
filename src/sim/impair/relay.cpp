// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/impair/relay.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <mutex>
#include <poll.h>
#include <queue>
#include <random>
#include <span>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/log.h"

namespace mcu::sim {
namespace {

constexpr std::size_t kMostBytes = 2048;
constexpr int kPollMs = 2;

/// One room's stream: the relay's socket, the server behind it, and the room in front of it once it
/// has sent.
struct Flow {
    SessionId session;
    NetAddress remote;
    NetAddress relay;
    NetAddress room;
    int socket = -1;
};

struct Delayed {
    SteadyTime due;
    std::uint64_t order = 0;
    int socket = -1;
    NetAddress to;
    std::vector<std::byte> bytes;

    bool operator<(const Delayed& other) const {
        return std::pair(due, order) > std::pair(other.due, other.order);
    }
};

int openSocket(const NetAddress& near, NetAddress& bound) {
    const int socket = ::socket(near.family(), SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    auto any = near;
    any.setPort(0);
    // Loopback reaches loopback only; elsewhere the kernel picks the way.
    if (!any.host().starts_with("127.") && any.host() != "::1") {
        if (auto parsed = NetAddress::parse(any.family() == AF_INET6 ? "::" : "0.0.0.0", 0)) {
            any = *parsed;
        }
    }
    sockaddr_storage storage{};
    socklen_t length = sizeof storage;
    if (socket < 0 || ::bind(socket, any.sockaddrPointer(), any.sockaddrLength()) != 0 ||
        ::getsockname(socket, reinterpret_cast<sockaddr*>(&storage), &length) != 0) {
        if (socket >= 0) {
            ::close(socket);
        }
        return -1;
    }
    bound = NetAddress::fromSockaddr(storage);
    if (bound.isAny()) {
        const auto port = bound.port();
        if (auto parsed =
                NetAddress::parse(bound.family() == AF_INET6 ? "::1" : "127.0.0.1", port)) {
            bound = *parsed;
        }
    }
    return socket;
}

}  // namespace

struct Relay::Impl {
    Impairment impairment;
    std::mt19937 random;
    std::mutex mutex;
    std::vector<Flow> flows;               // guarded by mutex
    std::priority_queue<Delayed> delayed;  // guarded by mutex
    std::uint64_t order = 0;
    std::jthread thread;

    explicit Impl(Impairment how) : impairment(how), random(how.seed) {}

    void run(const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            std::vector<pollfd> waits;
            {
                const std::lock_guard lock(mutex);
                for (const auto& flow : flows) {
                    waits.push_back({flow.socket, POLLIN, 0});
                }
            }
            ::poll(waits.data(), waits.size(), kPollMs);
            const std::lock_guard lock(mutex);
            for (auto& flow : flows) {
                drain(flow);
            }
            deliver(std::chrono::steady_clock::now());
        }
    }

    void drain(Flow& flow) {
        std::array<std::byte, kMostBytes> bytes;
        sockaddr_storage from{};
        for (socklen_t length = sizeof from;; length = sizeof from) {
            const auto size = ::recvfrom(flow.socket,
                                         bytes.data(),
                                         bytes.size(),
                                         0,
                                         reinterpret_cast<sockaddr*>(&from),
                                         &length);
            if (size < 0) {
                return;
            }
            const auto sender = NetAddress::fromSockaddr(from);
            const auto packet = std::span(bytes).first(static_cast<std::size_t>(size));
            if (sender == flow.remote) {
                if (flow.room.isSet()) {
                    send(flow.socket, packet, flow.room);
                }
            } else {
                flow.room = sender;
                impair(flow, packet);
            }
        }
    }

    void impair(const Flow& flow, std::span<const std::byte> packet) {
        std::uniform_real_distribution<double> percent(0, 100);
        if (percent(random) < impairment.lossPercent) {
            return;
        }
        std::uniform_int_distribution<int> micros(0, impairment.jitterMs * 1000);
        const auto due =
            std::chrono::steady_clock::now() + std::chrono::microseconds(micros(random));
        delayed.push({due, order++, flow.socket, flow.remote, {packet.begin(), packet.end()}});
    }

    void deliver(SteadyTime now) {
        while (!delayed.empty() && delayed.top().due <= now) {
            const auto& packet = delayed.top();
            const bool open = std::any_of(flows.begin(), flows.end(), [&](const Flow& flow) {
                return flow.socket == packet.socket && flow.remote == packet.to;
            });
            if (open) {
                send(packet.socket, packet.bytes, packet.to);
            }
            delayed.pop();
        }
    }

    static void send(int socket, std::span<const std::byte> packet, const NetAddress& to) {
        // A packet the kernel does not take is a packet lost, as networks do.
        static_cast<void>(::sendto(
            socket, packet.data(), packet.size(), 0, to.sockaddrPointer(), to.sockaddrLength()));
    }
};

Relay::Relay(Impairment impairment) : impl_(std::make_unique<Impl>(impairment)) {
    impl_->thread =
        std::jthread([impl = impl_.get()](const std::stop_token& stop) { impl->run(stop); });
}

Relay::~Relay() {
    impl_->thread.request_stop();
    impl_->thread.join();
    for (const auto& flow : impl_->flows) {
        ::close(flow.socket);
    }
}

NetAddress Relay::towards(SessionId session, const NetAddress& remote) {
    const std::lock_guard lock(impl_->mutex);
    for (const auto& flow : impl_->flows) {
        if (flow.session == session && flow.remote == remote) {
            return flow.relay;
        }
    }
    Flow flow{session, remote, {}, {}, -1};
    flow.socket = openSocket(remote, flow.relay);
    if (flow.socket < 0) {
        logger("sim").error("impairment: no socket, the network is clean for {}",
                            remote.toString());
        return remote;
    }
    impl_->flows.push_back(flow);
    return flow.relay;
}

void Relay::end(SessionId session) {
    const std::lock_guard lock(impl_->mutex);
    std::erase_if(impl_->flows, [session](const Flow& flow) {
        if (flow.session == session) {
            ::close(flow.socket);
            return true;
        }
        return false;
    });
}

}  // namespace mcu::sim
