// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <random>
#include <unordered_map>

#include "h323/impl/call_leg.h"
#include "h323/impl/tls.h"

namespace mcu::h323 {

/// What lives on the h323 thread: the listener for call signalling, connections that have said
/// nothing yet, the calls. Owned by the H323Endpoint; made and ended on its thread.
class Stack final : public CallLeg::Owner {
public:
    Stack(const H323Settings& settings,
          asio::io_context& context,
          call::Outbox& outbox,
          LiveCounters& counters);
    ~Stack() override;
    Stack(const Stack&) = delete;
    Stack& operator=(const Stack&) = delete;

    Status open();

    [[nodiscard]] const NetAddress& bound() const { return clear_.bound; }

    /// Over TLS; unset without.
    [[nodiscard]] const NetAddress& boundTls() const { return secure_.bound; }

    /// Null: no such call, or over.
    [[nodiscard]] CallLeg* find(CallId call);
    void dial(CallId id,
              const call::DialTarget& target,
              const media::LocalMedia& local,
              const call::MediaPolicy& policy);
    /// Takes no more calls and ends those there are.
    void close();

    [[nodiscard]] const H323Settings& settings() const override { return settings_; }

    asio::io_context& context() override { return context_; }

    call::Outbox& outbox() override { return outbox_; }

    LiveCounters& counters() override { return counters_; }

    std::uint32_t random() override;
    Octets newIdentifier() override;
    int newTerminalNumber() override;
    std::unique_ptr<Wire> secureWire(asio::ip::tcp::socket socket,
                                     const std::string& host) override;
    void release(CallId call) override;

private:
    /// A connection whose Setup has not come.
    struct Waiting {
        std::shared_ptr<Connection> connection;
        asio::steady_timer timer;
    };

    /// Where calls come in.
    struct Listener {
        Listener(asio::io_context& context, bool overTls)
            : acceptor(context), retry(context), tls(overTls) {}

        asio::ip::tcp::acceptor acceptor;
        asio::steady_timer retry;
        NetAddress bound;
        const bool tls;
    };

    Status listen(Listener& at, const NetAddress& address);
    void accept(Listener& at);
    void welcome(std::unique_ptr<Wire> wire);
    void onFirstPacket(std::uint64_t key, const Octets& packet);
    void forget(std::uint64_t key);
    [[nodiscard]] std::size_t connectionsFrom(const std::string& host);
    void forgetClosed();
    void refuse(Connection& connection, const h225::Signal& setup);

    const H323Settings& settings_;
    asio::io_context& context_;
    call::Outbox& outbox_;
    LiveCounters& counters_;
    std::unique_ptr<Tls> tls_;  ///< null: not configured
    Listener clear_;
    Listener secure_;
    std::unordered_map<CallId, std::unique_ptr<CallLeg>> calls_;
    std::map<std::uint64_t, Waiting> waiting_;
    std::uint64_t lastKey_ = 0;
    static constexpr std::size_t kFirstSweep = 64;
    std::multimap<std::string, std::weak_ptr<Connection>> byHost_;
    std::size_t sweepAt_ = kFirstSweep;  ///< when byHost_ is looked through for closed ones
    std::mt19937 random_{std::random_device{}()};
    int lastTerminal_ = 0;
    bool closing_ = false;
};

}  // namespace mcu::h323
