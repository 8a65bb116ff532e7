// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "sip/impl/client_registration.h"
#include "sip/impl/dialog.h"
#include "sip/impl/digest.h"
#include "sip/impl/listener.h"
#include "sip/impl/registrar.h"
#include "sip/impl/sip_thread.h"

namespace mcu::sip {

/// All that lives on the sip thread: listeners, dialogs, registrar. Owned by the SipEndpoint, which
/// outlives it; made and destroyed there too, between open() and close(). Thread: sip.
class Stack final : public Dialog::Owner {
public:
    Stack(const SipSettings& settings,
          SipThread& thread,
          call::Outbox& outbox,
          LiveCounters& counters);
    ~Stack() override;

    Status open();
    /// Ends calls with BYE, takes registrations back, closes the listeners.
    void close();

    void dial(CallId id,
              const call::DialTarget& target,
              const media::LocalMedia& local,
              const call::MediaPolicy& policy);
    /// Null when the call is over.
    Dialog* find(CallId id);
    void setCredentials(Credentials credentials);
    void registerAt(const RegisterTarget& target, ClientRegistration::Report report);
    void unregisterAt(const std::string& user);

    [[nodiscard]] std::vector<SipListener> bound() const;

private:
    static void onNua(nua_event_t type,
                      int status,
                      char const* phrase,
                      nua_t* nua,
                      nua_magic_t* magic,
                      nua_handle_t* handle,
                      nua_hmagic_t* owner,
                      sip_t const* sip,
                      tagi_t tags[]);
    static void onTimer(su_root_magic_t* magic, su_timer_t* timer, su_timer_arg_t* argument);

    void onUnbound(Listener& listener, const Event& event, nua_handle_t* handle);
    void onInvite(Listener& listener, const Event& event, nua_handle_t* handle);
    void onRegister(Listener& listener, const Event& event, nua_handle_t* handle);
    /// Challenges or refuses; true when the request carries good credentials of `user`.
    bool authorize(const Event& event,
                   nua_handle_t* handle,
                   const std::string& user,
                   const char* method);
    [[nodiscard]] bool asksPassword(const std::string& user) const;
    void refuse(const Event& event, nua_handle_t* handle, int status, const char* phrase);
    void tick();
    void sweep();
    Listener* listenerFor(std::optional<SipTransport> transport);

    void release(Dialog& dialog) override;

    call::Outbox& outbox() override { return outbox_; }

    LiveCounters& counters() override { return counters_; }

    [[nodiscard]] SteadyTime now() const override { return std::chrono::steady_clock::now(); }

    [[nodiscard]] std::string agentHost() const override { return agentHost_; }

    const SipSettings& settings_;
    SipThread& thread_;
    call::Outbox& outbox_;
    LiveCounters& counters_;
    TlsFolder tls_;
    DigestGate gate_;
    Registrar registrar_;
    Credentials credentials_;
    std::string agentHost_ = "mcu";
    std::vector<std::unique_ptr<Listener>> listeners_;
    std::unordered_map<CallId, std::unique_ptr<Dialog>> dialogs_;
    std::vector<CallId> released_;
    std::map<std::string, std::unique_ptr<ClientRegistration>> registrations_;
    std::vector<std::unique_ptr<ClientRegistration>> leaving_;
    std::vector<std::unique_ptr<Probe>> probes_;
    su_timer_t* timer_ = nullptr;
    bool closing_ = false;
};

}  // namespace mcu::sip
