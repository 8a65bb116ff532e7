// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <utility>
#include <vector>

#include <grpcpp/support/server_callback.h>
#include <grpcpp/support/status.h>

namespace mcu::control {

class OpenCalls;

/// A unary call that waits for the control thread. It is finished exactly once: by its answer, by
/// the server's stop, or, when the task that was to answer it is dropped unrun, by its own end. Any
/// thread.
class OpenCall {
public:
    OpenCall(std::shared_ptr<OpenCalls> all, grpc::ServerUnaryReactor* reactor);
    ~OpenCall();
    OpenCall(const OpenCall&) = delete;
    OpenCall& operator=(const OpenCall&) = delete;

    [[nodiscard]] bool finished() const { return finished_.load(); }

    /// Runs `fill` on the reply and sends it, unless the call is finished already.
    template <typename Fill>
    void answer(Fill fill) {
        if (!finished_.exchange(true)) {
            fill();
            reactor_->Finish(grpc::Status::OK);
        }
    }

    void fail(const grpc::Status& status) {
        if (!finished_.exchange(true)) {
            reactor_->Finish(status);
        }
    }

private:
    std::shared_ptr<OpenCalls> all_;
    grpc::ServerUnaryReactor* reactor_;
    std::atomic<bool> finished_{false};
};

/// The unary calls not answered yet, so that stop() can answer them. Its mutex is never held while
/// gRPC is called, since gRPC may call back on the same thread.
class OpenCalls : public std::enable_shared_from_this<OpenCalls> {
public:
    std::shared_ptr<OpenCall> open(grpc::ServerUnaryReactor* reactor) {
        auto call = std::make_shared<OpenCall>(shared_from_this(), reactor);
        const std::lock_guard lock(mutex_);
        calls_.emplace(call.get(), call);
        return call;
    }

    void remove(OpenCall* call) {
        const std::lock_guard lock(mutex_);
        calls_.erase(call);
    }

    void failAll(const grpc::Status& status) {
        std::vector<std::shared_ptr<OpenCall>> open;
        {
            const std::lock_guard lock(mutex_);
            for (const auto& [key, call] : calls_) {
                open.push_back(call.lock());
            }
        }
        for (const auto& call : open) {
            if (call) {
                call->fail(status);
            }
        }
    }

private:
    std::mutex mutex_;
    std::unordered_map<OpenCall*, std::weak_ptr<OpenCall>> calls_;
};

inline const grpc::Status& stopping() {
    static const grpc::Status status(grpc::StatusCode::UNAVAILABLE, "the server is stopping");
    return status;
}

inline OpenCall::OpenCall(std::shared_ptr<OpenCalls> all, grpc::ServerUnaryReactor* reactor)
    : all_(std::move(all)), reactor_(reactor) {}

inline OpenCall::~OpenCall() {
    all_->remove(this);
    fail(stopping());
}

}  // namespace mcu::control
