// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/ice/ice_agent_impl.h"

#include <algorithm>

namespace mcu::ice {

namespace {

NetAddress fromNice(const NiceAddress& address) {
    sockaddr_storage storage{};
    nice_address_copy_to_sockaddr(&address, reinterpret_cast<sockaddr*>(&storage));
    return NetAddress::fromSockaddr(storage);
}

NiceAddress toNice(const NetAddress& address) {
    NiceAddress made;
    nice_address_init(&made);
    nice_address_set_from_sockaddr(&made, address.sockaddrPointer());
    return made;
}

NiceCandidateType toNice(CandidateType type) {
    switch (type) {
        case CandidateType::serverReflexive:
            return NICE_CANDIDATE_TYPE_SERVER_REFLEXIVE;
        case CandidateType::peerReflexive:
            return NICE_CANDIDATE_TYPE_PEER_REFLEXIVE;
        case CandidateType::relayed:
            return NICE_CANDIDATE_TYPE_RELAYED;
        case CandidateType::host:
            break;
    }
    return NICE_CANDIDATE_TYPE_HOST;
}

void freeCandidate(gpointer candidate) {
    nice_candidate_free(static_cast<NiceCandidate*>(candidate));
}

/// A string GLib allocated.
std::string taken(char* text) {
    std::string copy = text != nullptr ? text : "";
    g_free(text);
    return copy;
}

}  // namespace

IceAgent::Impl::Impl(IceLoop& iceLoop,
                     GMainContext* glibContext,
                     Options agentOptions,
                     Callbacks toOwner)
    : role(iceLoop.role()),
      context(glibContext),
      options(std::move(agentOptions)),
      callbacks(std::move(toOwner)) {
    options.components = std::clamp(options.components, 1, kMaxComponents);
}

bool IceAgent::Impl::makeStream() {
    // Aggressive nomination is gone from RFC 8445.
    agent_ = nice_agent_new_full(
        context, NICE_COMPATIBILITY_RFC5245, NICE_AGENT_OPTION_REGULAR_NOMINATION);
    g_object_set(agent_,
                 "controlling-mode",
                 static_cast<gboolean>(options.controlling),
                 "upnp",
                 FALSE,
                 "ice-tcp",
                 FALSE,
                 nullptr);
    g_signal_connect(agent_, "candidate-gathering-done", G_CALLBACK(&Impl::onGatheringDone), this);
    g_signal_connect(agent_, "component-state-changed", G_CALLBACK(&Impl::onStateChanged), this);
    g_signal_connect(agent_, "new-selected-pair-full", G_CALLBACK(&Impl::onSelectedPair), this);
    for (const auto& local : options.localAddresses) {
        NiceAddress address = toNice(local);
        nice_address_set_port(&address, 0);
        nice_agent_add_local_address(agent_, &address);
    }
    stream_ = nice_agent_add_stream(agent_, static_cast<unsigned>(options.components));
    for (int component = 1; stream_ != 0 && component <= options.components; ++component) {
        const auto number = static_cast<unsigned>(component);
        if (options.minPort != 0) {
            nice_agent_set_port_range(agent_, stream_, number, options.minPort, options.maxPort);
        }
        nice_agent_attach_recv(agent_, stream_, number, context, &Impl::onReceive, this);
    }
    return stream_ != 0;
}

void IceAgent::Impl::gather() {
    role.assertHere();
    if (makeStream() && nice_agent_gather_candidates(agent_, stream_) != FALSE) {
        return;
    }
    gatheredTold_ = true;
    tell([this] {
        callbacks.gathered(Error(ErrorCode::unavailable,
                                 "no ICE candidate can be gathered",
                                 "check the media address and that the port range has free ports"));
    });
}

void IceAgent::Impl::takeDown() {
    role.assertHere();
    if (agent_ == nullptr) {
        return;
    }
    g_signal_handlers_disconnect_by_data(agent_, this);
    if (stream_ != 0) {
        nice_agent_remove_stream(agent_, stream_);
    }
    g_object_unref(agent_);
    agent_ = nullptr;
}

void IceAgent::Impl::reportGathered() {
    if (gatheredTold_) {
        return;
    }
    gatheredTold_ = true;
    Gathered found;
    char* ufrag = nullptr;
    char* password = nullptr;
    nice_agent_get_local_credentials(agent_, stream_, &ufrag, &password);
    found.parameters.ufrag = taken(ufrag);
    found.parameters.password = taken(password);
    for (int component = 1; component <= options.components; ++component) {
        const auto number = static_cast<unsigned>(component);
        GSList* candidates = nice_agent_get_local_candidates(agent_, stream_, number);
        for (GSList* item = candidates; item != nullptr; item = item->next) {
            auto line = taken(nice_agent_generate_local_candidate_sdp(
                agent_, static_cast<NiceCandidate*>(item->data)));
            found.parameters.candidates.push_back(line.substr(line.find("candidate:")));
        }
        g_slist_free_full(candidates, &freeCandidate);
        NiceCandidate* first = nice_agent_get_default_local_candidate(agent_, stream_, number);
        found.defaults.push_back(first != nullptr ? fromNice(first->addr) : NetAddress());
        if (first != nullptr) {
            nice_candidate_free(first);
        }
    }
    tell([&] { callbacks.gathered(std::move(found)); });
}

void IceAgent::Impl::setRemote(const std::string& ufrag,
                               const std::string& password,
                               const std::vector<CandidateLine>& candidates) {
    role.assertHere();
    if (agent_ == nullptr || stream_ == 0) {
        return;
    }
    nice_agent_set_remote_credentials(agent_, stream_, ufrag.c_str(), password.c_str());
    for (int component = 1; component <= options.components; ++component) {
        GSList* list = nullptr;
        for (const auto& candidate : candidates) {
            if (candidate.component != component) {
                continue;
            }
            NiceCandidate* made = nice_candidate_new(toNice(candidate.type));
            made->transport = NICE_CANDIDATE_TRANSPORT_UDP;
            made->addr = toNice(candidate.address);
            made->base_addr = made->addr;
            made->priority = candidate.priority;
            made->stream_id = stream_;
            made->component_id = static_cast<unsigned>(component);
            g_strlcpy(made->foundation, candidate.foundation.c_str(), sizeof made->foundation);
            list = g_slist_append(list, made);
        }
        nice_agent_set_remote_candidates(agent_, stream_, static_cast<unsigned>(component), list);
        g_slist_free_full(list, &freeCandidate);
    }
}

void IceAgent::Impl::publishPath(unsigned component, const NiceCandidate& remote) {
    GSocket* socket = nice_agent_get_selected_socket(agent_, stream_, component);
    if (socket == nullptr || component < 1 || component > kMaxComponents) {
        return;
    }
    const Path path{g_socket_get_fd(socket), fromNice(remote.addr)};
    auto known = std::find_if(paths_.begin(), paths_.end(), [&](const auto& one) {
        return one->fd == path.fd && one->remote == path.remote;
    });
    if (known == paths_.end()) {
        if (paths_.size() == kMaxPaths) {
            return;
        }
        paths_.push_back(std::make_unique<const Path>(path));
        known = paths_.end() - 1;
    }
    auto& current_path = current[component - 1];
    if (current_path.exchange(known->get(), std::memory_order_acq_rel) != known->get()) {
        tell([&] { callbacks.ready(static_cast<int>(component), path.remote); });
    }
}

void IceAgent::Impl::onGatheringDone(NiceAgent*, unsigned, void* self) noexcept {
    static_cast<Impl*>(self)->reportGathered();
}

void IceAgent::Impl::onStateChanged(
    NiceAgent*, unsigned, unsigned component, unsigned state, void* self) noexcept {
    if (state != NICE_COMPONENT_STATE_FAILED) {
        return;
    }
    auto* impl = static_cast<Impl*>(self);
    impl->tell([&] {
        impl->callbacks.failed(
            Error(ErrorCode::unavailable,
                  "ICE found no working address pair for component " + std::to_string(component),
                  "check firewalls between the peer and the media address"));
    });
}

void IceAgent::Impl::onSelectedPair(NiceAgent*,
                                    unsigned,
                                    unsigned component,
                                    NiceCandidate*,
                                    NiceCandidate* remote,
                                    void* self) noexcept {
    static_cast<Impl*>(self)->publishPath(component, *remote);
}

void IceAgent::Impl::onReceive(
    NiceAgent*, unsigned, unsigned component, unsigned length, char* data, void* self) noexcept {
    auto* impl = static_cast<Impl*>(self);
    impl->tell([&] {
        impl->callbacks.packet(static_cast<int>(component), std::as_bytes(std::span(data, length)));
    });
}

}  // namespace mcu::ice
