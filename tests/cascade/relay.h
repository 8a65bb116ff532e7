// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <arpa/inet.h>
#include <array>
#include <atomic>
#include <cstdint>
#include <map>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include <gtest/gtest.h>

namespace mcu::cascade::test {

/// A TCP relay on loopback between a slave and its master that can break: connections killed with a
/// reset, new ones turned away, or everything swallowed in silence.
class Relay {
public:
    explicit Relay(int toPort) : to_(toPort) {
        listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address = loopback(0);
        EXPECT_EQ(bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
        EXPECT_EQ(listen(listener_, 8), 0);
        socklen_t size = sizeof address;
        getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
        port_ = ntohs(address.sin_port);
        thread_ = std::thread([this] { run(); });
    }

    ~Relay() {
        over_ = true;
        thread_.join();
        close(listener_);
    }

    Relay(const Relay&) = delete;
    Relay& operator=(const Relay&) = delete;

    [[nodiscard]] int port() const { return port_; }

    /// Kills what is connected.
    void kill() { kill_ = true; }

    /// Turns new connections away.
    void refuse(bool on) { refuse_ = on; }

    /// Passes nothing on, and says nothing.
    void swallow(bool on) { swallow_ = on; }

    [[nodiscard]] int accepted() const { return accepted_; }

private:
    static sockaddr_in loopback(int port) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(static_cast<std::uint16_t>(port));
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        return address;
    }

    static void reset(int socket) {
        const linger hard{1, 0};
        setsockopt(socket, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
        close(socket);
    }

    void acceptOne() {
        const int from = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (from < 0) {
            return;
        }
        const int onward = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const sockaddr_in address = loopback(to_);
        if (refuse_ ||
            connect(onward, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
            reset(from);
            reset(onward);
            return;
        }
        ++accepted_;
        pairs_[from] = onward;
        pairs_[onward] = from;
    }

    void drop(int socket) {
        const auto found = pairs_.find(socket);
        if (found != pairs_.end()) {
            const int other = found->second;
            pairs_.erase(other);
            pairs_.erase(socket);
            reset(other);
            reset(socket);
        }
    }

    void run() {
        while (!over_) {
            if (kill_.exchange(false)) {
                while (!pairs_.empty()) {
                    drop(pairs_.begin()->first);
                }
            }
            std::vector<pollfd> watched{{listener_, POLLIN, 0}};
            if (!swallow_) {
                for (const auto& [socket, other] : pairs_) {
                    watched.push_back({socket, POLLIN, 0});
                }
            }
            poll(watched.data(), watched.size(), 10);
            for (const auto& one : watched) {
                if (one.revents == 0) {
                    continue;
                }
                if (one.fd == listener_) {
                    acceptOne();
                } else {
                    pass(one.fd);
                }
            }
        }
        while (!pairs_.empty()) {
            drop(pairs_.begin()->first);
        }
    }

    void pass(int socket) {
        const auto found = pairs_.find(socket);
        if (found == pairs_.end()) {
            return;
        }
        std::array<char, 65536> bytes{};
        const auto got = recv(socket, bytes.data(), bytes.size(), 0);
        if (got <= 0 ||
            send(found->second, bytes.data(), static_cast<std::size_t>(got), MSG_NOSIGNAL) != got) {
            drop(socket);
        }
    }

    int to_;
    int port_ = 0;
    int listener_ = -1;
    std::map<int, int> pairs_;
    std::atomic<bool> over_ = false;
    std::atomic<bool> kill_ = false;
    std::atomic<bool> refuse_ = false;
    std::atomic<bool> swallow_ = false;
    std::atomic<int> accepted_ = 0;
    std::thread thread_;
};

}  // namespace mcu::cascade::test
