// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include <grpcpp/support/server_callback.h>

#include "mcu/control.pb.h"

namespace mcu::control {

using EventSnapshot = std::shared_ptr<const hnth::mcu::v1::Event>;

class Watcher;

/// Everybody who follows events. publish() on the control thread, the rest on gRPC's. It never
/// waits for a reader.
class Watchers {
public:
    explicit Watchers(std::size_t eventsEach) : eventsEach_(eventsEach) {}

    /// A new watcher's stream, which deletes itself at its end.
    static grpc::ServerWriteReactor<hnth::mcu::v1::Event>* open(
        const std::shared_ptr<Watchers>& all,
        grpc::CallbackServerContext* context,
        const std::string& conference);
    /// The stream of somebody who may not watch: ends at once, and deletes itself.
    static grpc::ServerWriteReactor<hnth::mcu::v1::Event>* refuse(const grpc::Status& why);
    void publish(const EventSnapshot& event);
    /// Lets everybody go; later ones are refused.
    void close();
    [[nodiscard]] std::size_t size() const;

private:
    friend class Watcher;
    bool add(const std::shared_ptr<Watcher>& watcher);
    void remove(const std::shared_ptr<Watcher>& watcher);
    [[nodiscard]] std::vector<std::shared_ptr<Watcher>> everybody() const;

    const std::size_t eventsEach_;
    mutable std::mutex mutex_;
    bool closed_ = false;
    std::unordered_set<std::shared_ptr<Watcher>> watchers_;
};

/// One watcher's stream: a bounded queue and at most one write under way. No mutex, its own or the
/// list's, is held while gRPC is called, since gRPC may call back on the same thread; so a watcher
/// may be pushed to after its end: nothing.
class Watcher final : public grpc::ServerWriteReactor<hnth::mcu::v1::Event> {
public:
    Watcher(std::shared_ptr<Watchers> all,
            grpc::CallbackServerContext* context,
            std::string conference);

    void push(const EventSnapshot& event);
    void letGo(const grpc::Status& status);

    void OnWriteDone(bool ok) override;
    void OnCancel() override;
    void OnDone() override;

private:
    friend class Watchers;
    void drive();

    const std::shared_ptr<Watchers> all_;
    grpc::CallbackServerContext* const context_;
    const std::string conference_;
    std::mutex mutex_;
    std::deque<EventSnapshot> queue_;
    EventSnapshot underWay_;              ///< set: a write is not done yet
    std::optional<grpc::Status> ending_;  ///< set: nothing more is written, Finish is due
    bool finishing_ = false;              ///< Finish was called
    std::shared_ptr<Watcher> self_;       ///< until OnDone
};

}  // namespace mcu::control
