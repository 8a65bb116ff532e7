// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <atomic>
#include <mutex>
#include <string>

#include <nice/agent.h>

#include "transport/ice/candidate_line.h"
#include "transport/ice/ice_agent.h"

namespace mcu::ice {

/// What an IceAgent does on the IceLoop thread. Lives until that thread has taken libnice's agent
/// down, which is after the IceAgent itself is gone.
struct IceAgent::Impl {
    Impl(IceLoop& iceLoop, GMainContext* glibContext, Options agentOptions, Callbacks toOwner);

    void gather();
    void takeDown();
    void setRemote(const std::string& ufrag,
                   const std::string& password,
                   const std::vector<CandidateLine>& candidates);

    static constexpr int kMaxComponents = 2;
    static constexpr std::size_t kMaxPaths = 64;

    const ThreadRole& role;
    GMainContext* context;
    Options options;

    /// Held while a callback runs, and for a moment by the destructor. Recursive: a callback may
    /// destroy the agent.
    std::recursive_mutex callbackMutex;
    bool closed = false;  ///< guarded by callbackMutex
    Callbacks callbacks;

    /// Written by the IceLoop thread, read by the owner's: points into `paths`, whose elements
    /// never change or move.
    std::array<std::atomic<const Path*>, kMaxComponents> current{};

private:
    bool makeStream();
    void reportGathered();
    void publishPath(unsigned component, const NiceCandidate& remote);

    static void onGatheringDone(NiceAgent*, unsigned stream, void* self) noexcept;
    static void onStateChanged(
        NiceAgent*, unsigned stream, unsigned component, unsigned state, void* self) noexcept;
    static void onSelectedPair(NiceAgent*,
                               unsigned stream,
                               unsigned component,
                               NiceCandidate* local,
                               NiceCandidate* remote,
                               void* self) noexcept;
    static void onReceive(NiceAgent*,
                          unsigned stream,
                          unsigned component,
                          unsigned length,
                          char* data,
                          void* self) noexcept;

    /// Calls back unless the owner is gone.
    template <typename Call>
    void tell(Call call) {
        const std::lock_guard lock(callbackMutex);
        if (!closed) {
            call();
        }
    }

    NiceAgent* agent_ = nullptr;
    unsigned stream_ = 0;
    bool gatheredTold_ = false;
    std::vector<std::unique_ptr<const Path>> paths_;
};

}  // namespace mcu::ice
