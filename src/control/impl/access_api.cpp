// SPDX-License-Identifier: GPL-3.0-or-later
#include "control/impl/access_api.h"

#include <utility>

#include "control/impl/peer.h"

namespace mcu::control {

namespace v1 = hnth::mcu::v1;

namespace {

void write(access::Role role, access::Right right, v1::HeldRight& to) {
    to.set_right(std::string(nameOf(right)));
    to.set_extent(std::string(nameOf(access::extentOf(role, right))));
}

void write(const access::Person& from, v1::PersonView& to) {
    to.set_name(from.name);
    to.set_organisation(from.organisation);
    to.set_role(std::string(nameOf(from.role)));
    to.set_unix_user(from.unixUser);
    to.set_common_name(from.commonName);
    to.set_certificate_organisation(from.certificateOrganisation);
    to.set_certificate_unit(from.certificateUnit);
    to.mutable_mcus()->Assign(from.mcus.begin(), from.mcus.end());
    to.mutable_sites()->Assign(from.sites.begin(), from.sites.end());
}

}  // namespace

void AccessApi::close() {
    calls_->failAll(stopping());
}

grpc::ServerUnaryReactor* AccessApi::WhoAmI(grpc::CallbackServerContext* context,
                                            const v1::WhoAmIRequest* request,
                                            v1::WhoAmIReply* reply) {
    const auto& people = door_.people();
    Guest guest{callerOf(*context), nullptr};
    guest.person = people.find(guest.caller);
    reply->set_by(access::textOf(guest.caller));
    reply->set_origin(access::originOf(guest.caller));
    reply->set_everybody(!people.named());
    reply->set_server(serverId_);
    reply->set_server_organisation(people.organisation());
    reply->set_known(guest.person != nullptr);
    if (guest.person != nullptr) {
        const auto& person = *guest.person;
        const auto actor = door_.actorOf(guest, request->actor());
        reply->set_name(actor ? actor->name : person.name);
        reply->set_organisation(actor ? actor->organisation : person.organisation);
        reply->set_role(std::string(nameOf(person.role)));
        reply->mutable_mcus()->Assign(person.mcus.begin(), person.mcus.end());
        reply->mutable_sites()->Assign(person.sites.begin(), person.sites.end());
        for (const auto right : access::kRights) {
            write(person.role, right, *reply->add_rights());
        }
    }
    auto* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
}

grpc::ServerUnaryReactor* AccessApi::ListRights(grpc::CallbackServerContext* context,
                                                const v1::RightsRequest* /*request*/,
                                                v1::RightsReply* reply) {
    if (const auto guest = door_.enter(*context, access::Query::rights, "rights"); !guest) {
        return refuse(context, guest.error());
    }
    auto* reactor = context->DefaultReactor();
    auto call = calls_->open(reactor);
    (void)control_.post([this, reply, call = std::move(call)] {
        if (call->finished()) {
            return;
        }
        call->answer([&] {
            reply->set_everybody(!door_.people().named());
            reply->set_refusals(door_.gate().refusals());
            for (const auto role : access::kRoles) {
                auto& line = *reply->add_roles();
                line.set_role(std::string(nameOf(role)));
                for (const auto right : access::kRights) {
                    write(role, right, *line.add_rights());
                }
            }
            for (const auto& person : door_.people().all()) {
                write(person, *reply->add_people());
            }
        });
    });
    return reactor;
}

}  // namespace mcu::control
