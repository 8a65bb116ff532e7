// SPDX-License-Identifier: GPL-3.0-or-later
#include "cascade/cascade_service.h"

#include <utility>

#include "cascade/impl/service_impl.h"

namespace mcu::cascade {

CascadeService::CascadeService(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

CascadeService::~CascadeService() {
    impl_->host().setCascadeListener(nullptr);
    impl_->stop();
}

Result<std::unique_ptr<CascadeService>> CascadeService::start(const Settings& settings,
                                                              Loop& control,
                                                              conference::CascadeHost& host,
                                                              CredentialSink credentials) {
    requireTls13();
    auto impl = std::make_unique<Impl>(settings, control, host, std::move(credentials));
    if (auto ready = impl->begin(); !ready) {
        return ready.error();
    }
    std::unique_ptr<CascadeService> service(new CascadeService(std::move(impl)));
    host.setCascadeListener(service.get());
    return service;
}

void CascadeService::execute(const conference::Actor& actor, const Command& command, Done done) {
    done(impl_->execute(actor, command));
}

void CascadeService::status(std::function<void(CascadeStatus)> done) {
    done(impl_->status());
}

void CascadeService::noteEvent(const conference::Event& event) {
    impl_->noteEvent(event);
}

void CascadeService::carryIncidents(incident::Exchange& exchange) {
    impl_->carryIncidents(exchange);
}

void CascadeService::carryChecks(CheckKeeper& keeper) {
    impl_->carryChecks(keeper);
}

void CascadeService::carrySessions(SessionKeeper& keeper) {
    impl_->carrySessions(keeper);
}

int CascadeService::port() const {
    return impl_->port();
}

std::map<std::string, std::uint64_t> CascadeService::counters() const {
    return impl_->counters();
}

void CascadeService::onFarSitesWanted(const ConferenceId& conference,
                                      const std::vector<conference::FarWish>& wishes) {
    impl_->onFarSitesWanted(conference, wishes);
}

void CascadeService::onTrunkState(const ConferenceId& conference, const SiteId& trunk) {
    impl_->onTrunkState(conference, trunk);
}

void CascadeService::onSelection(const ConferenceId& conference,
                                 const SiteId& trunk,
                                 const SiteId& site,
                                 conference::SelectionStep step,
                                 const std::string& why) {
    if (impl_->master()) {
        impl_->master()->onSelection(conference, trunk, site, step, why);
    }
}

void CascadeService::onRosterChanged(const ConferenceId& conference, const SiteId& /*site*/) {
    if (impl_->master()) {
        impl_->master()->onRosterChanged(conference);
    }
}

void CascadeService::onProgrammeChanged(const ConferenceId& conference) {
    for (const auto& slave : impl_->slaves()) {
        slave->onProgramme(conference);
    }
}

}  // namespace mcu::cascade
