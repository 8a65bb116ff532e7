// SPDX-License-Identifier: GPL-3.0-or-later
#include "sip/impl/registrar.h"

#include <algorithm>

#include "sip/sdp/text.h"

namespace mcu::sip {

namespace {

std::chrono::seconds expiresOf(const sip_t* request, const sip_contact_t* contact) {
    if (contact != nullptr && contact->m_expires != nullptr) {
        return std::chrono::seconds(sdp::number<std::uint32_t>(contact->m_expires).value_or(3600));
    }
    if (request->sip_expires != nullptr) {
        return std::chrono::seconds(request->sip_expires->ex_delta);
    }
    return std::chrono::seconds(3600);
}

}  // namespace

void Registrar::tell(const std::string& user, const std::string& contact, Duration expires) {
    outbox_.tell([user, contact, expires](call::CallListener& l) {
        l.onRegistered(user, contact, expires);
    });
}

std::string Registrar::apply(const std::string& user,
                             const sip_t* request,
                             std::size_t listener,
                             SteadyTime now) {
    std::vector<std::pair<std::string, Duration>> news;
    for (const auto* contact = request->sip_contact; contact != nullptr;
         contact = contact->m_next) {
        const bool all = contact->m_url->url_type == url_any;
        const auto text = textOf(contact->m_url);
        const auto expires =
            std::min(all ? std::chrono::seconds(0) : expiresOf(request, contact), longest_);
        auto& bindings = users_[user];
        std::erase_if(bindings, [&](const Binding& b) { return all || b.contact == text; });
        if (expires.count() > 0 && !text.empty()) {
            if (bindings.size() == kMaxBindings) {
                bindings.erase(bindings.begin());
            }
            bindings.push_back({text, listener, now + expires, now});
            news.emplace_back(text, expires);
        } else if (bindings.empty()) {
            news.emplace_back(text, Duration::zero());
        }
    }
    std::string header;
    const auto found = users_.find(user);
    if (found != users_.end()) {
        for (const auto& binding : found->second) {
            const auto left =
                std::chrono::duration_cast<std::chrono::seconds>(binding.expires - now).count();
            header += (header.empty() ? "<" : ", <") + binding.contact +
                      ">;expires=" + std::to_string(left);
        }
        if (found->second.empty()) {
            users_.erase(found);
        }
    }
    counters_.registrationsAccepted++;
    counters_.registeredUsers = users_.size();
    for (const auto& [contact, expires] : news) {
        tell(user, contact, expires);
    }
    return header;
}

void Registrar::expire(SteadyTime now) {
    for (auto user = users_.begin(); user != users_.end();) {
        std::string last;
        std::erase_if(user->second, [&](const Binding& binding) {
            const bool over = binding.expires <= now;
            if (over) {
                last = binding.contact;
            }
            return over;
        });
        if (user->second.empty()) {
            const auto name = user->first;
            user = users_.erase(user);
            counters_.registeredUsers = users_.size();
            tell(name, last, Duration::zero());
        } else {
            ++user;
        }
    }
}

void Registrar::forget(const std::string& user) {
    const auto found = users_.find(user);
    if (found != users_.end()) {
        const auto contact = found->second.empty() ? "" : found->second.back().contact;
        users_.erase(found);
        counters_.registeredUsers = users_.size();
        tell(user, contact, Duration::zero());
    }
}

void Registrar::forEachDue(
    SteadyTime now,
    Duration interval,
    const std::function<void(const std::string& user, const Binding&)>& probe) {
    for (auto& [user, bindings] : users_) {
        for (auto& binding : bindings) {
            if (now - binding.probed >= interval) {
                binding.probed = now;
                probe(user, binding);
            }
        }
    }
}

}  // namespace mcu::sip
