// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>

#include <tl/expected.hpp>

#include "mcu/control.pb.h"
#include "mcu/session.pb.h"

/// What another program needs to steer an HNTH MCU: link `mcu_client`, include this. The messages
/// are those of mcu/control.proto.
namespace mcu::client {

namespace v1 = hnth::mcu::v1;

/// Where the server is and how to reach it.
struct Settings {
    std::string server = "unix:/run/hnth-mcu/mcud.sock";  ///< unix:PATH or HOST:PORT (TLS)
    std::chrono::milliseconds deadline{10000};            ///< of each call; watch() has none
    /// For HOST:PORT: PEM files; ours is asked for by the server.
    std::string serverCa;
    std::string certificate;
    std::string key;
};

/// Why the server could not be asked. A refused command is no failure: see CommandReply::ok.
struct Failure {
    enum class Kind {
        settings,     ///< wrong server address or unreadable file
        unreachable,  ///< nobody there, or the connection broke
        timeout,      ///< no answer within the deadline
        notAllowed,   ///< the server does not let us in
        tooSlow,      ///< watch(): we did not keep up and were let go
        protocol,     ///< the server speaks another version
    };
    Kind kind = Kind::unreachable;
    std::string text;  ///< English, as the library reports it
};

template <typename T>
using Answer = tl::expected<T, Failure>;

/// A connection to one server. Calls block up to the deadline; any thread, several at once.
class Client {
public:
    /// Does not touch the network yet.
    static Answer<Client> make(const Settings& settings);
    ~Client();
    Client(Client&&) noexcept;
    Client& operator=(Client&&) noexcept;

    /// A stop asked for ends the call as unreachable; the server carries the command out all the
    /// same.
    [[nodiscard]] Answer<v1::CommandReply> execute(const v1::CommandRequest& request,
                                                   const std::stop_token& stop = {}) const;
    /// Empty conference: all.
    [[nodiscard]] Answer<v1::ServerStatus> status(const std::string& conference = {}) const;
    [[nodiscard]] Answer<v1::SiteList> sites() const;
    [[nodiscard]] Answer<v1::LayoutList> layouts() const;
    [[nodiscard]] Answer<v1::VersionReply> version() const;
    [[nodiscard]] Answer<v1::PortList> ports() const;
    /// The chair's calls with their clocks, newest first. Empty conference: all.
    [[nodiscard]] Answer<v1::RequestList> requests(const std::string& conference = {}) const;
    /// Links to other MCUs, open orders, talkback.
    [[nodiscard]] Answer<v1::CascadeStatus> cascade() const;

    /// An act of a session: import, plan, script ... (mcu/session.proto).
    [[nodiscard]] Answer<v1::SessionReply> act(const v1::SessionRequest& request) const;
    /// A document of a session.
    [[nodiscard]] Answer<v1::DocumentReply> read(const v1::DocumentRequest& request) const;

    /// A session on one screen: script, deadlines (mcu/session.proto).
    [[nodiscard]] Answer<v1::OverviewReply> overview(const std::string& session = {}) const;

    /// How a watch goes. `event` returns false to end it.
    struct Watcher {
        std::function<bool(const v1::Event&)> event;
        std::function<void()> connected = [] {};  ///< events from now on will arrive
        std::stop_token stop;                     ///< ends it from another thread
    };

    /// Follows the events of a conference (empty: all) on the calling thread. Nothing: ended by the
    /// watcher.
    [[nodiscard]] std::optional<Failure> watch(const std::string& conference,
                                               const Watcher& watcher) const;

private:
    struct Impl;
    explicit Client(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace mcu::client
