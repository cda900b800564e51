"use strict";var __create=Object.create;var __defProp=Object.defineProperty;var __getOwnPropDesc=Object.getOwnPropertyDescriptor;var __getOwnPropNames=Object.getOwnPropertyNames;var __getProtoOf=Object.getPrototypeOf,__hasOwnProp=Object.prototype.hasOwnProperty;var __esm=(fn,res,err)=>function(){if(err)throw err[0];try{return fn&&(res=(0,fn[__getOwnPropNames(fn)[0]])(fn=0)),res}catch(e2){throw err=[e2],e2}};var __commonJS=(cb,mod)=>function(){try{return mod||(0,cb[__getOwnPropNames(cb)[0]])((mod={exports:{}}).exports,mod),mod.exports}catch(e2){throw mod=0,e2}};var __export=(target,all)=>{for(var name in all)__defProp(target,name,{get:all[name],enumerable:!0})},__copyProps=(to,from,except,desc)=>{if(from&&typeof from==
"object"||typeof from=="function")for(let key of __getOwnPropNames(from))!__hasOwnProp.call(to,key)&&key!==except&&__defProp(to,key,{get:()=>from[key],enumerable:!(desc=
__getOwnPropDesc(from,key))||desc.enumerable});return to};var __toESM=(mod,isNodeMode,target)=>(target=mod!=null?__create(__getProtoOf(mod)):{},__copyProps(isNodeMode||!mod||!mod.__esModule?__defProp(target,"default",{
value:mod,enumerable:!0}):target,mod)),__toCommonJS=mod=>__copyProps(__defProp({},"__esModule",{value:!0}),mod);var require_safe_buffer=__commonJS({"node_modules/safe-buffer/index.js"(exports2,module2){var buffer=require("buffer"),Buffer9=buffer.Buffer;function copyProps(src,dst){
for(var key in src)dst[key]=src[key]}Buffer9.from&&Buffer9.alloc&&Buffer9.allocUnsafe&&Buffer9.allocUnsafeSlow?module2.exports=buffer:(copyProps(buffer,exports2),
exports2.Buffer=SafeBuffer);function SafeBuffer(arg,encodingOrOffset,length){return Buffer9(arg,encodingOrOffset,length)}SafeBuffer.prototype=Object.create(Buffer9.
prototype);copyProps(Buffer9,SafeBuffer);SafeBuffer.from=function(arg,encodingOrOffset,length){if(typeof arg=="number")throw new TypeError("Argument must not be\
 a number");return Buffer9(arg,encodingOrOffset,length)};SafeBuffer.alloc=function(size,fill,encoding){if(typeof size!="number")throw new TypeError("Argument mu\
st be a number");var buf=Buffer9(size);return fill!==void 0?typeof encoding=="string"?buf.fill(fill,encoding):buf.fill(fill):buf.fill(0),buf};SafeBuffer.allocUnsafe=
function(size){if(typeof size!="number")throw new TypeError("Argument must be a number");return Buffer9(size)};SafeBuffer.allocUnsafeSlow=function(size){if(typeof size!=
"number")throw new TypeError("Argument must be a number");return buffer.SlowBuffer(size)}}});var require_appEndpointHandler=__commonJS({"node_modules/webtask-tools/lib/auth0/appEndpointHandler.js"(exports2,module2){"use strict";module2.exports=function(webtask2,options,ctx,req,res,routingInfo){
return options.exclude&&options.exclude(ctx,req,routingInfo.appPath)?run2():authenticate();function authenticate(){let token=options.getAccessToken(ctx,req);if(!token)
return options.loginError({code:401,message:"Unauthorized.",error:"Missing access token.",redirect:routingInfo.baseUrl+"/login"},ctx,req,res,routingInfo.baseUrl);
options.validateToken(ctx,req,token,function(error,user){if(error)return options.loginError({code:error.code||401,message:error.message||"Unauthorized."},ctx,req,
res,routingInfo.baseUrl);ctx.accessToken=token,ctx.user=req.user=user,authorize()})}function authorize(){return options.authorized&&!options.authorized(ctx,req)?
options.loginError({code:403,message:"Forbidden."},ctx,req,res,routingInfo.baseUrl):run2()}function run2(){return webtask2(ctx,req,res)}}}});var require_authParams=__commonJS({"node_modules/webtask-tools/lib/auth0/authParams.js"(exports2,module2){"use strict";module2.exports=function(options,ctx,req){
let authParams={clientId:options.clientId(ctx,req),domain:options.domain(ctx,req),clientSecret:options.clientSecret(ctx,req),secretEncoding:options.secretEncoding(
ctx,req)};return!!authParams.clientId+!!authParams.domain+!!authParams.clientSecret+!!authParams.secretEncoding===4?authParams:null}}});var require_loginHandler=__commonJS({"node_modules/webtask-tools/lib/auth0/loginHandler.js"(exports2,module2){"use strict";var getAuthParams=require_authParams();
module2.exports=function(options,ctx,req,res,routingInfo){let authParams=getAuthParams(options,ctx,req),scope="openid name email email_verified "+(options.scope||
"");if(authParams){let authUrl="https://"+authParams.domain+"/authorize?response_type=code&scope="+encodeURIComponent(scope)+"&client_id="+encodeURIComponent(authParams.
clientId)+"&redirect_uri="+encodeURIComponent(routingInfo.baseUrl+"/callback");return res.writeHead(302,{Location:authUrl}),res.end()}else return options.loginError(
{code:400,message:"You must specify Auth0 client ID, client secret, and domain when creating the webtask. See https://webtask.io/docs/auth for details."},ctx,req,
res,routingInfo.baseUrl)}}});var require_superagent=__commonJS({"left-out:superagent"(exports2,module2){module2.exports=()=>{throw new Error("superagent is not in this bundle")}}});var require_jsonwebtoken=__commonJS({"left-out:jsonwebtoken"(exports2,module2){module2.exports=()=>{throw new Error("jsonwebtoken is not in this bundle")}}});var require_callbackHandler=__commonJS({"node_modules/webtask-tools/lib/auth0/callbackHandler.js"(exports2,module2){var getAuthParams=require_authParams();module2.
exports=function(options,ctx,req,res,routingInfo){if(!ctx.query.code)return options.loginError({code:401,message:"Authentication error.",callbackQuery:ctx.query},
ctx,req,res,routingInfo.baseUrl);var authParams=getAuthParams(options,ctx,req);if(!authParams)return options.loginError({code:400,message:"Auth0 Client ID, Clie\
nt Secret, and Auth0 Domain must be specified."},ctx,res,res,routingInfo.baseUrl);return require_superagent().post("https://"+authParams.domain+"/oauth/token").
type("form").send({client_id:authParams.clientId,client_secret:authParams.clientSecret,redirect_uri:routingInfo.baseUrl+"/callback",code:ctx.query.code,grant_type:"\
authorization_code"}).timeout(15e3).end(function(err,ares){return err||!ares.ok?options.loginError({code:502,message:"OAuth code exchange completed with error.",
error:err&&err.message,auth0Status:ares&&ares.status,auth0Response:ares&&(ares.body||ares.text)},ctx,req,res,routingInfo.baseUrl):issueAccessToken(ares.body.id_token,
ares.body.access_token)});function issueAccessToken(id_token,access_token){var jwt=require_jsonwebtoken();try{req.user=ctx.user=jwt.decode(id_token)}catch(e2){return options.
loginError({code:502,message:"Cannot parse id_token returned from Auth0.",id_token,error:e2.message},ctx,req,res,routingInfo.baseUrl)}return ctx.accessToken=options.
createToken(ctx,req,id_token,access_token),typeof ctx.accessToken!="string"?options.loginError({code:400,message:"The createToken function did not return a stri\
ng access token."},ctx,req,res,routingInfo.baseUrl):options.loginSuccess(ctx,req,res,routingInfo.baseUrl)}}}});var require_auth0=__commonJS({"node_modules/webtask-tools/lib/auth0/auth0.js"(exports2,module2){"use strict";var Url=require("url"),Buffer9=require_safe_buffer().
Buffer,handleAppEndpoint=require_appEndpointHandler(),handleLogin=require_loginHandler(),handleCallback=require_callbackHandler(),getAuthParams=require_authParams();
module2.exports=function(webtask2,options){if(typeof webtask2!="function"||webtask2.length!==3)throw new Error("The auth0() function can only be called on webta\
sk functions with the (ctx, req, res) signature.");if(options||(options={}),typeof options!="object")throw new Error("The options parameter must be an object.");
if(options.scope&&typeof options.scope!="string")throw new Error("The scope option, if specified, must be a string.");if(options.authorized&&["string","function"].
indexOf(typeof options.authorized)<0&&!Array.isArray(options.authorized))throw new Error("The authorized option, if specified, must be a string or array of stri\
ngs with e-mail or domain names, or a function that accepts (ctx, req) and returns boolean.");if(options.exclude&&["string","function"].indexOf(typeof options.exclude)<
0&&!Array.isArray(options.exclude))throw new Error("The exclude option, if specified, must be a string or array of strings with URL paths that do not require au\
thentication, or a function that accepts (ctx, req, appPath) and returns boolean.");if(options.clientId&&typeof options.clientId!="function")throw new Error("Th\
e clientId option, if specified, must be a function that accepts (ctx, req) and returns an Auth0 Client ID.");if(options.clientSecret&&typeof options.clientSecret!=
"function")throw new Error("The clientSecret option, if specified, must be a function that accepts (ctx, req) and returns an Auth0 Client Secret.");if(options.secretEncoding&&
typeof options.secretEncoding!="function")throw new Error('The secretEncoding option, if specified, must be a function that accepts (ctx, req) and returns a cha\
racter encoding name for use with the "Buffer" class.');if(options.domain&&typeof options.domain!="function")throw new Error("The domain option, if specified, m\
ust be a function that accepts (ctx, req) and returns an Auth0 Domain.");if(options.createToken&&typeof options.createToken!="function")throw new Error("The cre\
ateToken option, if specified, must be a function that accepts (ctx, res, idToken, accessToken) and returns an access token that can be used to authenticate fut\
ure calls to webtask APIs.");if(options.getAccessToken&&typeof options.getAccessToken!="function")throw new Error("The getAccessToken option, if specified, must\
 be a function that accepts (ctx, req) and returns the access token associated with the request, or null.");if(options.validateToken&&typeof options.validateToken!=
"function")throw new Error("The validateToken option, if specified, must be a function that accepts (ctx, req, token, cb) and calls the callback with (error, us\
erProfile).");if(options.loginSuccess&&typeof options.loginSuccess!="function")throw new Error("The loginSuccess option, if specified, must be a function that a\
ccepts (ctx, req, res, baseUrl) and generates a response.");if(options.loginError&&typeof options.loginError!="function")throw new Error("The loginError option,\
 if specified, must be a function that accepts (error, ctx, req, res, baseUrl) and generates a response.");if(options.clientId=options.clientId||function(ctx,req){
return ctx.secrets.AUTH0_CLIENT_ID},options.clientSecret=options.clientSecret||function(ctx,req){return ctx.secrets.AUTH0_CLIENT_SECRET},options.secretEncoding=
options.secretEncoding||function(ctx,req){return ctx.secrets.AUTH0_SECRET_ENCODING===void 0?"base64":ctx.secrets.AUTH0_SECRET_ENCODING},options.domain=options.domain||
function(ctx,req){return ctx.secrets.AUTH0_DOMAIN},options.createToken=options.createToken||function(ctx,req,idToken,accessToken){return idToken},options.getAccessToken=
options.getAccessToken||function(ctx,req){return req.headers.authorization&&req.headers.authorization.split(" ")[0]==="Bearer"?req.headers.authorization.split("\
 ")[1]:req.query&&req.query.access_token},options.validateToken=options.validateToken||function(ctx,req,token,cb){let authParams=getAuthParams(options,ctx,req);
if(!authParams)return cb({code:400,message:"Auth0 Client ID, Client Secret, and Auth0 Domain must be specified."});getSecretOrPublicKey(authParams,token,function(err,secretOrPublicKey){
if(err)return cb({code:400,message:err.message});let user;try{user=require_jsonwebtoken().verify(token,secretOrPublicKey,{audience:authParams.clientId,issuer:"h\
ttps://"+authParams.domain+"/"})}catch(e2){return cb({code:401,message:"Unauthorized: "+e2.message})}return cb(null,user)})},options.loginSuccess=options.loginSuccess||
function(ctx,req,res,baseUrl){return res.writeHead(302,{Location:`${baseUrl}?access_token=${ctx.accessToken}`}),res.end()},options.loginError=options.loginError||
function(err,ctx,req,res,baseUrl){return req.method==="GET"?err.redirect?(res.writeHead(302,{Location:err.redirect,"x-wt-error":err.message}),res.end(JSON.stringify(
err))):err.code===400?error(err,res):(res.writeHead(err.code||401,{"Content-Type":"text/html","Cache-Control":"no-cache","x-wt-error":err.message}),res.end(getNotAuthorizedHtml(
baseUrl+"/login"))):error(err,res)},typeof options.authorized=="string"&&(options.authorized=[options.authorized]),Array.isArray(options.authorized)){let authorized=[];
options.authorized.forEach(function(a){authorized.push(a.toLowerCase())}),options.authorized=function(ctx,res){if(ctx.user.email_verified)for(let i2=0;i2<authorized.
length;i2++){let email=ctx.user.email.toLowerCase();if(email===authorized[i2]||authorized[i2][0]==="@"&&email.indexOf(authorized[i2])>1)return!0}return!1}}if(typeof options.
exclude=="string"&&(options.exclude=[options.exclude]),Array.isArray(options.exclude)){let exclude=options.exclude;options.exclude=function(ctx,res,appPath){return exclude.
indexOf(appPath)>-1}}return createAuthenticatedWebtask(webtask2,options)};function createAuthenticatedWebtask(webtask2,options){return function(ctx,req,res){if(!req.
x_wt.jtn||!req.x_wt.container)return error({code:400,message:"Auth0 authentication can only be used with named webtasks."},res);let routingInfo=getRoutingInfo(req);
if(!routingInfo)return error({code:400,message:"Error processing request URL path."},res);switch(req.method==="GET"&&routingInfo.appPath){case"/login":handleLogin(
options,ctx,req,res,routingInfo);break;case"/callback":handleCallback(options,ctx,req,res,routingInfo);break;default:handleAppEndpoint(webtask2,options,ctx,req,
res,routingInfo);break}}}function getRoutingInfo(req){let routingInfo=Url.parse(req.url,!0),segments=routingInfo.pathname.split("/");if(segments[1]==="api"&&segments[2]===
"run"&&segments[3]===req.x_wt.container&&segments[4]===req.x_wt.jtn)routingInfo.basePath=segments.splice(0,5).join("/");else if(segments[1]===req.x_wt.container&&
segments[2]===req.x_wt.jtn)routingInfo.basePath=segments.splice(0,3).join("/");else if(segments[1]===req.x_wt.jtn&&req.headers.host.indexOf(req.x_wt.container+"\
.")===0)routingInfo.basePath=segments.splice(0,2).join("/");else return null;return routingInfo.appPath="/"+segments.join("/"),routingInfo.baseUrl=[(req.headers["\
x-forwarded-proto"]||"https").split(",")[0].trim(),"://",req.headers.host,routingInfo.basePath].join(""),routingInfo}function getNotAuthorizedHtml(loginUrl){return`\

    <!DOCTYPE html5>
    <html>
    <head>
        <meta charset="utf-8"/>
        <meta http-equiv="X-UA-Compatible" content="IE=edge"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <link href="https://cdn.auth0.com/styleguide/latest/index.css" rel="stylesheet" />
        <title>Access denied</title>
    </head>
    <body>
        <div class="container">
        <div class="row text-center">
            <h1><a href="https://auth0.com" title="Go to Auth0!"><img src="https://cdn.auth0.com/styleguide/1.0.0/img/badge.svg" alt="Auth0 badge" /></a></h1>
            <h1>Not authorized</h1>
            <p><a href="${loginUrl}">Try again</a></p>
        </div>
        </div>
    </body>
    </html>`}function getSecretOrPublicKey(authParams,token,callback){let decoded=require_jsonwebtoken().decode(token,{complete:!0});if(decoded.header.alg!=="RS\
256")return callback(null,Buffer9.from(authParams.clientSecret,authParams.secretEncoding));require_superagent().get("https://"+authParams.domain+"/.well-known/j\
wks.json").set("Accept","application/json").timeout(15e3).end(function(err,res){if(err||!res.ok||!res.body||!res.body.keys||!Array.isArray(res.body.keys))return callback(
{code:400,message:"Unable to retrieve JWKS."});let publicKey=res.body.keys.reduce(function(prev,key){return key.use==="sig"&&key.kty==="RSA"&&key.kid===decoded.
header.kid&&key.x5c&&key.x5c.length?`-----BEGIN CERTIFICATE-----
${key.x5c[0].match(/.{1,64}/g).join(`
`)}
-----END CERTIFICATE-----
`:prev},"");callback(null,publicKey)})}function error(err,res){res.writeHead(err.code||500,{"Content-Type":"application/json","Cache-Control":"no-cache"}),res.end(
JSON.stringify(err))}}});var require_pug=__commonJS({"left-out:pug"(exports2,module2){module2.exports=()=>{throw new Error("pug is not in this bundle")}}});var require_edge=__commonJS({"left-out:edge"(exports2,module2){module2.exports=()=>{throw new Error("edge is not in this bundle")}}});var require_boom=__commonJS({"left-out:boom"(exports2,module2){module2.exports=()=>{throw new Error("boom is not in this bundle")}}});var require_request=__commonJS({"left-out:request"(exports2,module2){module2.exports=()=>{throw new Error("request is not in this bundle")}}});var require_lib=__commonJS({"node_modules/webtask-tools/lib/index.js"(exports2){exports2.auth0=require_auth0();exports2.fromConnect=exports2.fromExpress=fromConnect;
exports2.fromHapi=fromHapi;exports2.fromServer=exports2.fromRestify=fromServer;exports2.express=function(options,cb){options.nodejsCompiler(options.script,function(error,func){
if(error)return cb(error);try{func=fromConnect(func)}catch(e2){return cb(e2)}return cb(null,func)})};exports2.html=function(options,cb){render(options,cb,script=>script)};
exports2.pug=function(options,cb){var pug=require_pug();render(options,cb,script=>pug.render(script))};exports2.jade=exports2.pug;function render(options,cb,render2){
cb(null,(ctx,req,res)=>{res.writeHead(200,{"Content-Type":"text/html"});var html=render2(options.script);res.end(html)})}exports2.cs=function(options,cb){cb(null,
require_edge().func(options.script))};var SANITIZE_RX=/[\-\[\]\/\{\}\(\)\*\+\?\.\\\^\$\|]/g;function addAuth0(func){return func.auth0=function(options){return exports2.
auth0(func,options)},func}function fromConnect(connectFn){return addAuth0(function(context,req,res){var normalizeRouteRx=createRouteNormalizationRx(req.x_wt);return req.
originalUrl=req.url,req.url=req.url.replace(normalizeRouteRx,"/"),req.webtaskContext=attachStorageHelpers(context),connectFn(req,res)})}function fromHapi(server){
var webtaskContext;return server.ext("onRequest",function(request2,response){var normalizeRouteRx=createRouteNormalizationRx(request2.x_wt.jtn);request2.setUrl(
request2.url.replace(normalizeRouteRx,"/")),request2.webtaskContext=webtaskContext}),addAuth0(function(context,req,res){var dispatchFn=server._dispatch();webtaskContext=
attachStorageHelpers(context),dispatchFn(req,res)})}function fromServer(httpServer){return addAuth0(function(context,req,res){var normalizeRouteRx=createRouteNormalizationRx(
req.x_wt);return req.originalUrl=req.url,req.url=req.url.replace(normalizeRouteRx,"/"),req.webtaskContext=attachStorageHelpers(context),httpServer.emit("request",
req,res)})}var USE_WILDCARD_DOMAIN=3,USE_CUSTOM_DOMAIN=2,USE_SHARED_DOMAIN=1;function createRouteNormalizationRx(claims){var container=claims.container.replace(
SANITIZE_RX,"\\$&"),name=claims.jtn?claims.jtn.replace(SANITIZE_RX,"\\$&"):"";if(claims.url_format===USE_SHARED_DOMAIN)return new RegExp(`^/api/run/${container}\
/(?:${name}/?)?`);if(claims.url_format===USE_CUSTOM_DOMAIN)return new RegExp(`^/${container}/(?:${name}/?)?`);if(claims.url_format===USE_WILDCARD_DOMAIN)return new RegExp(
`^/(?:${name}/?)?`);throw new Error("Unsupported webtask URL format.")}function attachStorageHelpers(context){return context.read=context.secrets.EXT_STORAGE_URL?
readFromPath:readNotAvailable,context.write=context.secrets.EXT_STORAGE_URL?writeToPath:writeNotAvailable,context;function readNotAvailable(path,options,cb){var Boom=require_boom();
typeof options=="function"&&(cb=options,options={}),cb(Boom.preconditionFailed("Storage is not available in this context"))}function readFromPath(path,options,cb){
var Boom=require_boom(),Request2=require_request();typeof options=="function"&&(cb=options,options={}),Request2({uri:context.secrets.EXT_STORAGE_URL,method:"GET",
headers:options.headers||{},qs:{path},json:!0},function(err,res,body){if(err)return cb(Boom.boomify(err,{statusCode:502}));if(res.statusCode===404&&Object.hasOwnProperty.
call(options,"defaultValue"))return cb(null,options.defaultValue);if(res.statusCode>=400)return cb(new Boom(body&&body.message,{statusCode:res.statusCode}));cb(
null,body)})}function writeNotAvailable(path,data,options,cb){var Boom=require_boom();typeof options=="function"&&(cb=options,options={}),cb(Boom.preconditionFailed(
"Storage is not available in this context"))}function writeToPath(path,data,options,cb){var Boom=require_boom(),Request2=require_request();typeof options=="func\
tion"&&(cb=options,options={}),Request2({uri:context.secrets.EXT_STORAGE_URL,method:"PUT",headers:options.headers||{},qs:{path},body:data},function(err,res,body){
if(err)return cb(Boom.boomify(err,{statusCode:502}));if(res.statusCode>=400)return cb(new Boom(body&&body.message,{statusCode:res.statusCode}));cb(null)})}}}});var require_freeGlobal=__commonJS({"node_modules/lodash/_freeGlobal.js"(exports2,module2){var freeGlobal=typeof global=="object"&&global&&global.Object===Object&&
global;module2.exports=freeGlobal}});var require_root=__commonJS({"node_modules/lodash/_root.js"(exports2,module2){var freeGlobal=require_freeGlobal(),freeSelf=typeof self=="object"&&self&&self.Object===
Object&&self,root=freeGlobal||freeSelf||Function("return this")();module2.exports=root}});var require_Symbol=__commonJS({"node_modules/lodash/_Symbol.js"(exports2,module2){var root=require_root(),Symbol2=root.Symbol;module2.exports=Symbol2}});var require_getRawTag=__commonJS({"node_modules/lodash/_getRawTag.js"(exports2,module2){var Symbol2=require_Symbol(),objectProto=Object.prototype,hasOwnProperty=objectProto.
hasOwnProperty,nativeObjectToString=objectProto.toString,symToStringTag=Symbol2?Symbol2.toStringTag:void 0;function getRawTag(value){var isOwn=hasOwnProperty.call(
value,symToStringTag),tag=value[symToStringTag];try{value[symToStringTag]=void 0;var unmasked=!0}catch{}var result=nativeObjectToString.call(value);return unmasked&&
(isOwn?value[symToStringTag]=tag:delete value[symToStringTag]),result}module2.exports=getRawTag}});var require_objectToString=__commonJS({"node_modules/lodash/_objectToString.js"(exports2,module2){var objectProto=Object.prototype,nativeObjectToString=objectProto.
toString;function objectToString(value){return nativeObjectToString.call(value)}module2.exports=objectToString}});var require_baseGetTag=__commonJS({"node_modules/lodash/_baseGetTag.js"(exports2,module2){var Symbol2=require_Symbol(),getRawTag=require_getRawTag(),objectToString=require_objectToString(),
nullTag="[object Null]",undefinedTag="[object Undefined]",symToStringTag=Symbol2?Symbol2.toStringTag:void 0;function baseGetTag(value){return value==null?value===
void 0?undefinedTag:nullTag:symToStringTag&&symToStringTag in Object(value)?getRawTag(value):objectToString(value)}module2.exports=baseGetTag}});var require_isObjectLike=__commonJS({"node_modules/lodash/isObjectLike.js"(exports2,module2){function isObjectLike2(value){return value!=null&&typeof value=="ob\
ject"}module2.exports=isObjectLike2}});var require_isSymbol=__commonJS({"node_modules/lodash/isSymbol.js"(exports2,module2){var baseGetTag=require_baseGetTag(),isObjectLike2=require_isObjectLike(),symbolTag="\
[object Symbol]";function isSymbol(value){return typeof value=="symbol"||isObjectLike2(value)&&baseGetTag(value)==symbolTag}module2.exports=isSymbol}});var require_baseExtremum=__commonJS({"node_modules/lodash/_baseExtremum.js"(exports2,module2){var isSymbol=require_isSymbol();function baseExtremum(array2,iteratee,comparator){
for(var index=-1,length=array2.length;++index<length;){var value=array2[index],current=iteratee(value);if(current!=null&&(computed===void 0?current===current&&!isSymbol(
current):comparator(current,computed)))var computed=current,result=value}return result}module2.exports=baseExtremum}});var require_baseGt=__commonJS({"node_modules/lodash/_baseGt.js"(exports2,module2){function baseGt(value,other){return value>other}module2.exports=baseGt}});var require_identity=__commonJS({"node_modules/lodash/identity.js"(exports2,module2){function identity(value){return value}module2.exports=identity}});var require_max=__commonJS({"node_modules/lodash/max.js"(exports2,module2){var baseExtremum=require_baseExtremum(),baseGt=require_baseGt(),identity=require_identity();
function max2(array2){return array2&&array2.length?baseExtremum(array2,identity,baseGt):void 0}module2.exports=max2}});var require_baseLt=__commonJS({"node_modules/lodash/_baseLt.js"(exports2,module2){function baseLt(value,other){return value<other}module2.exports=baseLt}});var require_min=__commonJS({"node_modules/lodash/min.js"(exports2,module2){var baseExtremum=require_baseExtremum(),baseLt=require_baseLt(),identity=require_identity();
function min3(array2){return array2&&array2.length?baseExtremum(array2,identity,baseLt):void 0}module2.exports=min3}});var require_baseSum=__commonJS({"node_modules/lodash/_baseSum.js"(exports2,module2){function baseSum(array2,iteratee){for(var result,index=-1,length=array2.length;++index<
length;){var current=iteratee(array2[index]);current!==void 0&&(result=result===void 0?current:result+current)}return result}module2.exports=baseSum}});var require_sum=__commonJS({"node_modules/lodash/sum.js"(exports2,module2){var baseSum=require_baseSum(),identity=require_identity();function sum5(array2){return array2&&
array2.length?baseSum(array2,identity):0}module2.exports=sum5}});var require_streams=__commonJS({"left-out:./streams.cjs"(exports2,module2){module2.exports=()=>{throw new Error("./streams.cjs is not in this bundle")}}});async function*toIterator(parts,clone3=!0){for(let part of parts)if("stream"in part)yield*part.stream();else if(ArrayBuffer.isView(part))if(clone3){let position=part.
byteOffset,end=part.byteOffset+part.byteLength;for(;position!==end;){let size=Math.min(end-position,POOL_SIZE),chunk=part.buffer.slice(position,position+size);position+=
chunk.byteLength,yield new Uint8Array(chunk)}}else yield part;else{let position=0,b=part;for(;position!==b.size;){let buffer=await b.slice(position,Math.min(b.size,
position+POOL_SIZE)).arrayBuffer();position+=buffer.byteLength,yield new Uint8Array(buffer)}}}var import_streams,POOL_SIZE,_Blob,Blob3,fetch_blob_default,init_fetch_blob=__esm(
{"node_modules/fetch-blob/index.js"(){import_streams=__toESM(require_streams(),1);POOL_SIZE=65536;_Blob=class Blob2{#parts=[];#type="";#size=0;#endings="transpa\
rent";constructor(blobParts=[],options={}){if(typeof blobParts!="object"||blobParts===null)throw new TypeError("Failed to construct 'Blob': The provided value c\
annot be converted to a sequence.");if(typeof blobParts[Symbol.iterator]!="function")throw new TypeError("Failed to construct 'Blob': The object must have a cal\
lable @@iterator property.");if(typeof options!="object"&&typeof options!="function")throw new TypeError("Failed to construct 'Blob': parameter 2 cannot convert\
 to dictionary.");options===null&&(options={});let encoder3=new TextEncoder;for(let element of blobParts){let part;ArrayBuffer.isView(element)?part=new Uint8Array(
element.buffer.slice(element.byteOffset,element.byteOffset+element.byteLength)):element instanceof ArrayBuffer?part=new Uint8Array(element.slice(0)):element instanceof
Blob2?part=element:part=encoder3.encode(`${element}`),this.#size+=ArrayBuffer.isView(part)?part.byteLength:part.size,this.#parts.push(part)}this.#endings=`${options.
endings===void 0?"transparent":options.endings}`;let type=options.type===void 0?"":String(options.type);this.#type=/^[\x20-\x7E]*$/.test(type)?type:""}get size(){
return this.#size}get type(){return this.#type}async text(){let decoder2=new TextDecoder,str="";for await(let part of toIterator(this.#parts,!1))str+=decoder2.decode(
part,{stream:!0});return str+=decoder2.decode(),str}async arrayBuffer(){let data=new Uint8Array(this.size),offset=0;for await(let chunk of toIterator(this.#parts,
!1))data.set(chunk,offset),offset+=chunk.length;return data.buffer}stream(){let it=toIterator(this.#parts,!0);return new globalThis.ReadableStream({type:"bytes",
async pull(ctrl){let chunk=await it.next();chunk.done?ctrl.close():ctrl.enqueue(chunk.value)},async cancel(){await it.return()}})}slice(start=0,end=this.size,type=""){
let{size}=this,relativeStart=start<0?Math.max(size+start,0):Math.min(start,size),relativeEnd=end<0?Math.max(size+end,0):Math.min(end,size),span=Math.max(relativeEnd-
relativeStart,0),parts=this.#parts,blobParts=[],added=0;for(let part of parts){if(added>=span)break;let size2=ArrayBuffer.isView(part)?part.byteLength:part.size;
if(relativeStart&&size2<=relativeStart)relativeStart-=size2,relativeEnd-=size2;else{let chunk;ArrayBuffer.isView(part)?(chunk=part.subarray(relativeStart,Math.min(
size2,relativeEnd)),added+=chunk.byteLength):(chunk=part.slice(relativeStart,Math.min(size2,relativeEnd)),added+=chunk.size),relativeEnd-=size2,blobParts.push(chunk),
relativeStart=0}}let blob=new Blob2([],{type:String(type).toLowerCase()});return blob.#size=span,blob.#parts=blobParts,blob}get[Symbol.toStringTag](){return"Blo\
b"}static[Symbol.hasInstance](object2){return object2&&typeof object2=="object"&&typeof object2.constructor=="function"&&(typeof object2.stream=="function"||typeof object2.
arrayBuffer=="function")&&/^(Blob|File)$/.test(object2[Symbol.toStringTag])}};Object.defineProperties(_Blob.prototype,{size:{enumerable:!0},type:{enumerable:!0},
slice:{enumerable:!0}});Blob3=_Blob,fetch_blob_default=Blob3}});var _File,File3,file_default,init_file=__esm({"node_modules/fetch-blob/file.js"(){init_fetch_blob();_File=class extends fetch_blob_default{#lastModified=0;#name="";constructor(fileBits,fileName,options={}){
if(arguments.length<2)throw new TypeError(`Failed to construct 'File': 2 arguments required, but only ${arguments.length} present.`);super(fileBits,options),options===
null&&(options={});let lastModified=options.lastModified===void 0?Date.now():Number(options.lastModified);Number.isNaN(lastModified)||(this.#lastModified=lastModified),
this.#name=String(fileName)}get name(){return this.#name}get lastModified(){return this.#lastModified}get[Symbol.toStringTag](){return"File"}static[Symbol.hasInstance](object2){
return!!object2&&object2 instanceof fetch_blob_default&&/^(File)$/.test(object2[Symbol.toStringTag])}},File3=_File,file_default=File3}});function formDataToBlob(F2,B=fetch_blob_default){var b=`${r()}${r()}`.replace(/\./g,"").slice(-28).padStart(32,"-"),c=[],p=`--${b}\r
Content-Disposition: form-data; name="`;return F2.forEach((v,n)=>typeof v=="string"?c.push(p+e(n)+`"\r
\r
${v.replace(/\r(?!\n)|(?<!\r)\n/g,`\r
`)}\r
`):c.push(p+e(n)+`"; filename="${e(v.name,1)}"\r
Content-Type: ${v.type||"application/octet-stream"}\r
\r
`,v,`\r
`)),c.push(`--${b}--`),new B(c,{type:"multipart/form-data; boundary="+b})}var t,i,h,r,m,f,e,x,FormData2,init_esm_min=__esm({"node_modules/formdata-polyfill/esm.\
min.js"(){init_fetch_blob();init_file();({toStringTag:t,iterator:i,hasInstance:h}=Symbol),r=Math.random,m="append,set,get,getAll,delete,keys,values,entries,forE\
ach,constructor".split(","),f=(a,b,c)=>(a+="",/^(Blob|File)$/.test(b&&b[t])?[(c=c!==void 0?c+"":b[t]=="File"?b.name:"blob",a),b.name!==c||b[t]=="blob"?new file_default(
[b],c,b):b]:[a,b+""]),e=(c,f3)=>(f3?c:c.replace(/\r?\n|\r/g,`\r
`)).replace(/\n/g,"%0A").replace(/\r/g,"%0D").replace(/"/g,"%22"),x=(n,a,e2)=>{if(a.length<e2)throw new TypeError(`Failed to execute '${n}' on 'FormData': ${e2}\
 arguments required, but only ${a.length} present.`)},FormData2=class{#d=[];constructor(...a){if(a.length)throw new TypeError("Failed to construct 'FormData': p\
arameter 1 is not of type 'HTMLFormElement'.")}get[t](){return"FormData"}[i](){return this.entries()}static[h](o){return o&&typeof o=="object"&&o[t]==="FormData"&&
!m.some(m2=>typeof o[m2]!="function")}append(...a){x("append",arguments,2),this.#d.push(f(...a))}delete(a){x("delete",arguments,1),a+="",this.#d=this.#d.filter(
([b])=>b!==a)}get(a){x("get",arguments,1),a+="";for(var b=this.#d,l=b.length,c=0;c<l;c++)if(b[c][0]===a)return b[c][1];return null}getAll(a,b){return x("getAll",
arguments,1),b=[],a+="",this.#d.forEach(c=>c[0]===a&&b.push(c[1])),b}has(a){return x("has",arguments,1),a+="",this.#d.some(b=>b[0]===a)}forEach(a,b){x("forEach",
arguments,1);for(var[c,d]of this)a.call(b,d,c,this)}set(...a){x("set",arguments,2);var b=[],c=!0;a=f(...a),this.#d.forEach(d=>{d[0]===a[0]?c&&(c=!b.push(a)):b.push(
d)}),c&&b.push(a),this.#d=b}*entries(){yield*this.#d}*keys(){for(var[a]of this)yield a}*values(){for(var[,a]of this)yield a}}}});var require_node_domexception=__commonJS({"node_modules/node-domexception/index.js"(exports2,module2){if(!globalThis.DOMException)try{let{MessageChannel}=require("worker_threads"),
port=new MessageChannel().port1,ab=new ArrayBuffer;port.postMessage(ab,[ab,ab])}catch(err){err.constructor.name==="DOMException"&&(globalThis.DOMException=err.constructor)}
module2.exports=globalThis.DOMException}});var import_node_fs,import_node_domexception,stat,init_from=__esm({"node_modules/fetch-blob/from.js"(){import_node_fs=require("node:fs"),import_node_domexception=
__toESM(require_node_domexception(),1);init_file();init_fetch_blob();({stat}=import_node_fs.promises)}});var multipart_parser_exports={};__export(multipart_parser_exports,{toFormData:()=>toFormData});function _fileName(headerValue){let m2=headerValue.match(/\bfilename=("(.*?)"|([^()<>@,;:\\"/[\]?={}\s\t]+))($|;\s)/i);
if(!m2)return;let match=m2[2]||m2[3]||"",filename=match.slice(match.lastIndexOf("\\")+1);return filename=filename.replace(/%22/g,'"'),filename=filename.replace(
/&#(\d{4});/g,(m3,code)=>String.fromCharCode(code)),filename}async function toFormData(Body2,ct){if(!/multipart/i.test(ct))throw new TypeError("Failed to fetch");
let m2=ct.match(/boundary=(?:"([^"]+)"|([^;]+))/i);if(!m2)throw new TypeError("no or bad content-type header, no multipart boundary");let parser=new MultipartParser(
m2[1]||m2[2]),headerField,headerValue,entryValue,entryName,contentType,filename,entryChunks=[],formData=new FormData2,onPartData=ui8a=>{entryValue+=decoder2.decode(
ui8a,{stream:!0})},appendToFile=ui8a=>{entryChunks.push(ui8a)},appendFileToFormData=()=>{let file=new file_default(entryChunks,filename,{type:contentType});formData.
append(entryName,file)},appendEntryToFormData=()=>{formData.append(entryName,entryValue)},decoder2=new TextDecoder("utf-8");decoder2.decode(),parser.onPartBegin=
function(){parser.onPartData=onPartData,parser.onPartEnd=appendEntryToFormData,headerField="",headerValue="",entryValue="",entryName="",contentType="",filename=
null,entryChunks.length=0},parser.onHeaderField=function(ui8a){headerField+=decoder2.decode(ui8a,{stream:!0})},parser.onHeaderValue=function(ui8a){headerValue+=
decoder2.decode(ui8a,{stream:!0})},parser.onHeaderEnd=function(){if(headerValue+=decoder2.decode(),headerField=headerField.toLowerCase(),headerField==="content-\
disposition"){let m3=headerValue.match(/\bname=("([^"]*)"|([^()<>@,;:\\"/[\]?={}\s\t]+))/i);m3&&(entryName=m3[2]||m3[3]||""),filename=_fileName(headerValue),filename&&
(parser.onPartData=appendToFile,parser.onPartEnd=appendFileToFormData)}else headerField==="content-type"&&(contentType=headerValue);headerValue="",headerField=""};
for await(let chunk of Body2)parser.write(chunk);return parser.end(),formData}var s,S,f2,F,LF,CR,SPACE,HYPHEN,COLON,A,Z,lower,noop,MultipartParser,init_multipart_parser=__esm(
{"node_modules/node-fetch/src/utils/multipart-parser.js"(){init_from();init_esm_min();s=0,S={START_BOUNDARY:s++,HEADER_FIELD_START:s++,HEADER_FIELD:s++,HEADER_VALUE_START:s++,
HEADER_VALUE:s++,HEADER_VALUE_ALMOST_DONE:s++,HEADERS_ALMOST_DONE:s++,PART_DATA_START:s++,PART_DATA:s++,END:s++},f2=1,F={PART_BOUNDARY:f2,LAST_BOUNDARY:f2*=2},LF=
10,CR=13,SPACE=32,HYPHEN=45,COLON=58,A=97,Z=122,lower=c=>c|32,noop=()=>{},MultipartParser=class{constructor(boundary){this.index=0,this.flags=0,this.onHeaderEnd=
noop,this.onHeaderField=noop,this.onHeadersEnd=noop,this.onHeaderValue=noop,this.onPartBegin=noop,this.onPartData=noop,this.onPartEnd=noop,this.boundaryChars={},
boundary=`\r
--`+boundary;let ui8a=new Uint8Array(boundary.length);for(let i2=0;i2<boundary.length;i2++)ui8a[i2]=boundary.charCodeAt(i2),this.boundaryChars[ui8a[i2]]=!0;this.
boundary=ui8a,this.lookbehind=new Uint8Array(this.boundary.length+8),this.state=S.START_BOUNDARY}write(data){let i2=0,length_=data.length,previousIndex=this.index,
{lookbehind,boundary,boundaryChars,index,state,flags}=this,boundaryLength=this.boundary.length,boundaryEnd=boundaryLength-1,bufferLength=data.length,c,cl,mark=name=>{
this[name+"Mark"]=i2},clear=name=>{delete this[name+"Mark"]},callback=(callbackSymbol,start,end,ui8a)=>{(start===void 0||start!==end)&&this[callbackSymbol](ui8a&&
ui8a.subarray(start,end))},dataCallback=(name,clear2)=>{let markSymbol=name+"Mark";markSymbol in this&&(clear2?(callback(name,this[markSymbol],i2,data),delete this[markSymbol]):
(callback(name,this[markSymbol],data.length,data),this[markSymbol]=0))};for(i2=0;i2<length_;i2++)switch(c=data[i2],state){case S.START_BOUNDARY:if(index===boundary.
length-2){if(c===HYPHEN)flags|=F.LAST_BOUNDARY;else if(c!==CR)return;index++;break}else if(index-1===boundary.length-2){if(flags&F.LAST_BOUNDARY&&c===HYPHEN)state=
S.END,flags=0;else if(!(flags&F.LAST_BOUNDARY)&&c===LF)index=0,callback("onPartBegin"),state=S.HEADER_FIELD_START;else return;break}c!==boundary[index+2]&&(index=
-2),c===boundary[index+2]&&index++;break;case S.HEADER_FIELD_START:state=S.HEADER_FIELD,mark("onHeaderField"),index=0;case S.HEADER_FIELD:if(c===CR){clear("onHe\
aderField"),state=S.HEADERS_ALMOST_DONE;break}if(index++,c===HYPHEN)break;if(c===COLON){if(index===1)return;dataCallback("onHeaderField",!0),state=S.HEADER_VALUE_START;
break}if(cl=lower(c),cl<A||cl>Z)return;break;case S.HEADER_VALUE_START:if(c===SPACE)break;mark("onHeaderValue"),state=S.HEADER_VALUE;case S.HEADER_VALUE:c===CR&&
(dataCallback("onHeaderValue",!0),callback("onHeaderEnd"),state=S.HEADER_VALUE_ALMOST_DONE);break;case S.HEADER_VALUE_ALMOST_DONE:if(c!==LF)return;state=S.HEADER_FIELD_START;
break;case S.HEADERS_ALMOST_DONE:if(c!==LF)return;callback("onHeadersEnd"),state=S.PART_DATA_START;break;case S.PART_DATA_START:state=S.PART_DATA,mark("onPartDa\
ta");case S.PART_DATA:if(previousIndex=index,index===0){for(i2+=boundaryEnd;i2<bufferLength&&!(data[i2]in boundaryChars);)i2+=boundaryLength;i2-=boundaryEnd,c=data[i2]}
if(index<boundary.length)boundary[index]===c?(index===0&&dataCallback("onPartData",!0),index++):index=0;else if(index===boundary.length)index++,c===CR?flags|=F.
PART_BOUNDARY:c===HYPHEN?flags|=F.LAST_BOUNDARY:index=0;else if(index-1===boundary.length)if(flags&F.PART_BOUNDARY){if(index=0,c===LF){flags&=~F.PART_BOUNDARY,callback(
"onPartEnd"),callback("onPartBegin"),state=S.HEADER_FIELD_START;break}}else flags&F.LAST_BOUNDARY&&c===HYPHEN?(callback("onPartEnd"),state=S.END,flags=0):index=
0;if(index>0)lookbehind[index-1]=c;else if(previousIndex>0){let _lookbehind=new Uint8Array(lookbehind.buffer,lookbehind.byteOffset,lookbehind.byteLength);callback(
"onPartData",0,previousIndex,_lookbehind),previousIndex=0,mark("onPartData"),i2--}break;case S.END:break;default:throw new Error(`Unexpected state entered: ${state}`)}
dataCallback("onHeaderField"),dataCallback("onHeaderValue"),dataCallback("onPartData"),this.index=index,this.state=state,this.flags=flags}end(){if(this.state===
S.HEADER_FIELD_START&&this.index===0||this.state===S.PART_DATA&&this.index===this.boundary.length)this.onPartEnd();else if(this.state!==S.END)throw new Error("M\
ultipartParser.end(): stream ended unexpectedly")}}}});var require_bluebird=__commonJS({"replaced:bluebird"(exports2,module2){module2.exports=Promise}});var require_ArgumentError=__commonJS({"node_modules/auth0-extension-tools/src/errors/ArgumentError.js"(exports2,module2){function ArgumentError(message2){Error.
call(this,message2),this.name="ArgumentError",this.message=message2,this.status=400}ArgumentError.prototype=Object.create(Error.prototype);ArgumentError.prototype.
constructor=ArgumentError;module2.exports=ArgumentError}});var require_ForbiddenError=__commonJS({"node_modules/auth0-extension-tools/src/errors/ForbiddenError.js"(exports2,module2){function ForbiddenError(message2){Error.
call(this,message2),this.name="ForbiddenError",this.message=message2,this.status=403}ForbiddenError.prototype=Object.create(Error.prototype);ForbiddenError.prototype.
constructor=ForbiddenError;module2.exports=ForbiddenError}});var require_HookTokenError=__commonJS({"node_modules/auth0-extension-tools/src/errors/HookTokenError.js"(exports2,module2){function HookTokenError(message2,innerError){
Error.call(this,message2),this.name="HookTokenError",this.message=message2,this.status=401,this.innerError=innerError}HookTokenError.prototype=Object.create(Error.
prototype);HookTokenError.prototype.constructor=HookTokenError;module2.exports=HookTokenError}});var require_ManagementApiError=__commonJS({"node_modules/auth0-extension-tools/src/errors/ManagementApiError.js"(exports2,module2){function ManagementApiError(code,message2,status){
Error.call(this,message2),this.name="ManagementApiError",this.code=code,this.message=message2,this.status=status||400}ManagementApiError.prototype=Object.create(
Error.prototype);ManagementApiError.prototype.constructor=ManagementApiError;module2.exports=ManagementApiError}});var require_NotFoundError=__commonJS({"node_modules/auth0-extension-tools/src/errors/NotFoundError.js"(exports2,module2){function NotFoundError(message2){Error.
call(this,message2),this.name="NotFoundError",this.message=message2,this.status=404}NotFoundError.prototype=Object.create(Error.prototype);NotFoundError.prototype.
constructor=NotFoundError;module2.exports=NotFoundError}});var require_UnauthorizedError=__commonJS({"node_modules/auth0-extension-tools/src/errors/UnauthorizedError.js"(exports2,module2){function UnauthorizedError(message2){
Error.call(this,message2),this.name="UnauthorizedError",this.message=message2,this.status=401}UnauthorizedError.prototype=Object.create(Error.prototype);UnauthorizedError.
prototype.constructor=UnauthorizedError;module2.exports=UnauthorizedError}});var require_ValidationError=__commonJS({"node_modules/auth0-extension-tools/src/errors/ValidationError.js"(exports2,module2){function ValidationError(message2){
Error.call(this,message2),this.name="ValidationError",this.message=message2,this.status=400}ValidationError.prototype=Object.create(Error.prototype);ValidationError.
prototype.constructor=ValidationError;module2.exports=ValidationError}});var require_errors=__commonJS({"node_modules/auth0-extension-tools/src/errors/index.js"(exports2,module2){module2.exports.ArgumentError=require_ArgumentError();
module2.exports.ForbiddenError=require_ForbiddenError();module2.exports.HookTokenError=require_HookTokenError();module2.exports.ManagementApiError=require_ManagementApiError();
module2.exports.NotFoundError=require_NotFoundError();module2.exports.UnauthorizedError=require_UnauthorizedError();module2.exports.ValidationError=require_ValidationError()}});var require_webtaskStorageContext=__commonJS({"node_modules/auth0-extension-tools/src/storage/webtaskStorageContext.js"(exports2,module2){var Promise2=require_bluebird(),
ArgumentError=require_errors().ArgumentError;function WebtaskStorageContext2(storage,options){if(storage==null)throw new ArgumentError("Must provide the Webtask\
 storage object");options=options||{force:1},this.storage=storage,this.options=options,this.defaultData=options.defaultData||{}}WebtaskStorageContext2.prototype.
read=function(){let ctx=this;return new Promise2(function(resolve,reject){ctx.storage.get(function(err,data){return err?reject(err):resolve(data||ctx.defaultData)})})};
WebtaskStorageContext2.prototype.write=function(data){let ctx=this;return new Promise2(function(resolve,reject){ctx.storage.set(data,ctx.options,function(err){return err?
reject(err):resolve()})})};WebtaskStorageContext2.prototype.writeRetryCondition=function(err){return err.code===409};module2.exports=WebtaskStorageContext2}});var webtask_exports={};__export(webtask_exports,{webtask:()=>webtask});module.exports=__toCommonJS(webtask_exports);var import_webtask_tools=__toESM(require_lib());function serverTimeMs(answer2,nowMs){let dateMs=Date.parse(answer2.header("date")??"");return Math.abs(dateMs-nowMs)>5e3?dateMs:nowMs}function retryAfterMs(answer2,nowMs){let text2=answer2.header("retry-after")?.trim();if(text2===void 0||text2==="")return;if(/^\d{1,9}$/.test(text2))return Number(
text2)*1e3;let atMs=Date.parse(text2);return Number.isNaN(atMs)?void 0:Math.max(0,atMs-serverTimeMs(answer2,nowMs))}var LARGE_BODY_BYTES=1e6,ENDED_SUPPORT="Microsoft ended support for the HTTP Data Collector API on 14 September 2026 and may have switched it off",ADVICE={InactiveCustomer:"\
The workspace is closed: reopen it, or enter another in LOGANALYTICS_WORKSPACEID.",InvalidApiVersion:"LOGANALYTICS_APIVERSION is not known to the service: 2016-\
04-01 is.",MissingApiVersion:"LOGANALYTICS_ENDPOINT must not remove the query of the address.",InvalidCustomerId:"LOGANALYTICS_WORKSPACEID is not the id of a wo\
rkspace.",InvalidLogType:"LOGANALYTICS_NAMESPACE must begin with a letter and hold only letters, digits and underscores."};function readDataCollectorAnswer(answer2,bodyBytes2,nowMs){
let{statusCode}=answer2;if(statusCode>=200&&statusCode<300)return readAcceptance(answer2);let code=errorCode(answer2.body),came=`Azure answered ${statusCode}${code===
""?"":` ${code}`}`;if(statusCode===408||statusCode===429||statusCode>=500){let waitMs=retryAfterMs(answer2,nowMs);return{status:"retry",reason:came,isRateLimited:statusCode===
429,...waitMs===void 0?{}:{waitMs}}}return statusCode===413||statusCode===404&&bodyBytes2>=LARGE_BODY_BYTES?{status:"refused",reason:`${came}: the batch is too \
large`}:statusCode===400&&code==="InvalidDataFormat"?{status:"refused",reason:`${came}: a record cannot be read`}:misconfigured(came,adviceFor(statusCode,code))}
function readAcceptance({statusCode,body}){return/^\s*</.test(body)?{status:"retry",reason:`something other than Azure answered ${statusCode} with a web page`}:
{status:"accepted"}}function readDataCollectorFailure(failure){let advice2=/ENOTFOUND|EAI_AGAIN/.test(failure.reason)?`; check LOGANALYTICS_WORKSPACEID and LOGA\
NALYTICS_CLOUD. ${ENDED_SUPPORT}`:"";return{status:"retry",reason:`${failure.reason}${advice2}`}}function adviceFor(statusCode,code){return statusCode===403?`LO\
GANALYTICS_WORKSPACEKEY is not a key of the workspace LOGANALYTICS_WORKSPACEID, the workspace does not allow shared keys (local authentication is off), or the c\
lock of the machine that sends is minutes off. If all are right: ${ENDED_SUPPORT}.`:statusCode===404||statusCode===410?`Check LOGANALYTICS_WORKSPACEID, LOGANALY\
TICS_CLOUD and LOGANALYTICS_ENDPOINT. If they are right: ${ENDED_SUPPORT}.`:statusCode>=300&&statusCode<400?"LOGANALYTICS_ENDPOINT leads to another address: ent\
er that one.":ADVICE[code]??"The service refuses every batch, or something on the way to it does: check LOGANALYTICS_ENDPOINT and any proxy."}function misconfigured(came,advice2){
return{status:"misconfigured",problem:`${came}. ${advice2} Nothing was lost: the export goes on where it stopped.`}}function errorCode(body){try{let{Error:code}=JSON.
parse(body);return typeof code=="string"&&/^[A-Za-z]{1,40}$/.test(code)?code:""}catch{return""}}var encoder=new TextEncoder;function isLongerThan(text2,maxBytes){return text2.length*3>maxBytes&&Buffer.byteLength(text2)>maxBytes}function cutToBytes(text2,maxBytes){
let{read}=encoder.encodeInto(text2,new Uint8Array(Math.max(0,maxBytes)));return text2.slice(0,read)}function jsonLengthOf(text2){let bytes=2;for(let i2=0;i2<text2.
length;i2+=1){let unit=text2.charCodeAt(i2);isPair(text2,unit,i2)?(bytes+=4,i2+=1):bytes+=jsonBytesOf(unit)}return bytes}function cutToJsonLength(text2,maxBytes){
let left=maxBytes-2,end=0;for(;end<text2.length;){let unit=text2.charCodeAt(end),isTwoUnits=isPair(text2,unit,end);if(left-=isTwoUnits?4:jsonBytesOf(unit),left<
0)break;end+=isTwoUnits?2:1}return text2.slice(0,end)}function isPair(text2,unit,at){if(unit<55296||unit>56319||at+1>=text2.length)return!1;let next=text2.charCodeAt(
at+1);return next>=56320&&next<=57343}function jsonBytesOf(unit){return unit<32?isShortEscape(unit)?2:6:unit<128?unit===34||unit===92?2:1:unit<2048?2:unit>=55296&&
unit<=57343?6:3}function isShortEscape(unit){return unit===8||unit===9||unit===10||unit===12||unit===13}var ADDED=[],COLUMNS=[{name:"log_id",kind:"text",meaning:"unique id of the log, 56 digits"},{name:"date",kind:"time",meaning:"when it happened, as Auth0 gave it"},
{name:"type",kind:"text",meaning:"Auth0's code of the log type"},{name:"event",kind:"text",sources:ADDED,meaning:"name of the log type; its code when unknown"},
{name:"category",kind:"text",sources:ADDED,meaning:"group of the type in Auth0's catalog; absent when unknown"},{name:"level",kind:"number",sources:ADDED,meaning:"\
0 debug, 1 info, 2 warning, 3 error, 4 critical"},{name:"severity",kind:"text",sources:ADDED,meaning:"the word for the level"},{name:"description",kind:"text",meaning:"\
what happened, in words"},{name:"connection",kind:"text",meaning:"name of the connection"},{name:"connection_id",kind:"text",meaning:"id of the connection"},{name:"\
client_id",kind:"text",meaning:"id of the application"},{name:"client_name",kind:"text",meaning:"name of the application"},{name:"ip",kind:"text",meaning:"addre\
ss the request came from, IPv4 or IPv6"},{name:"client_ip",kind:"text",meaning:"address of the application's own client, when it was handed on"},{name:"user_age\
nt",kind:"text",meaning:"user agent, raw or in Auth0's short form"},{name:"os",kind:"text",sources:ADDED,meaning:"operating system, from the user agent"},{name:"\
os_version",kind:"text",sources:ADDED,meaning:"version of the operating system"},{name:"browser",kind:"text",sources:ADDED,meaning:"browser or client program, f\
rom the user agent"},{name:"browser_version",kind:"text",sources:ADDED,meaning:"version of the browser"},{name:"device",kind:"text",sources:ADDED,meaning:"maker\
 and model, or desktop, mobile, tablet, tv, bot"},{name:"is_mobile",kind:"boolean",sources:["isMobile","is_mobile"],meaning:"whether Auth0 took the client for a\
 mobile one"},{name:"hostname",kind:"text",meaning:"host that the request was sent to"},{name:"user_id",kind:"text",meaning:"id of the user"},{name:"user_name",
kind:"text",meaning:"name or e-mail address of the user"},{name:"identity_user_id",kind:"text",meaning:"user's id at the identity provider"},{name:"strategy",kind:"\
text",meaning:"kind of identity provider"},{name:"strategy_type",kind:"text",meaning:"database, social, enterprise, passwordless"},{name:"organization_id",kind:"\
text",meaning:"id of the organization"},{name:"organization_name",kind:"text",meaning:"name of the organization"},{name:"audience",kind:"text",meaning:"API that\
 a token was asked for"},{name:"scope",kind:"text",meaning:"scopes, separated by spaces"},{name:"tenant_name",kind:"text",meaning:"name of the tenant"},{name:"e\
nvironment_name",kind:"text",meaning:"Auth0's environment, such as prod-us-1"},{name:"agent_id",kind:"text",meaning:"id of the AI agent that acted"},{name:"exte\
rnal_agent_id",kind:"text",meaning:"id of the AI agent outside Auth0"},{name:"mtls_thumbprint_sha256",kind:"text",meaning:"thumbprint of the client's certificat\
e"},{name:"transaction_linking_id",kind:"text",meaning:"joins the logs of one transaction"},{name:"session_connection",kind:"text",meaning:"connection that the \
session came from"},{name:"email",kind:"text",meaning:"e-mail address"},{name:"title",kind:"text",meaning:"title of a notice"},{name:"tracking_id",kind:"text",meaning:"\
Auth0's tracking id"},{name:"details",kind:"json",meaning:"what belongs to the type: request, response, error, prompts"},{name:"location_info",kind:"json",meaning:"\
place of the address: country, city, coordinates"},{name:"auth0_client",kind:"json",meaning:"the application's Auth0 library"},{name:"references",kind:"json",meaning:"\
correlation and trace ids"},{name:"security_context",kind:"json",meaning:"fingerprints of the TLS connection"},{name:"event_schema",kind:"json",sources:["$event\
_schema"],meaning:"version of the event's schema"},{name:"body",kind:"json",meaning:"body of the request"},{name:"query",kind:"json",meaning:"query of the reque\
st"},{name:"additional_fields",kind:"json",sources:ADDED,meaning:"every field that has no column of its own"},{name:"truncated_fields",kind:"text",sources:ADDED,
meaning:"columns that were shortened to fit, separated by commas"}],KINDS=new Map(COLUMNS.map(({name,kind})=>[name,kind]));function kindOfColumn(name){return KINDS.
get(name)??"text"}function waterLevel(sizes,room){let level=room/sizes.length;for(;;){let small=0,longCount=0;for(let i2=0;i2<sizes.length;i2+=1){let size=sizes[i2]??0;size<=level?
small+=size:longCount+=1}if(longCount===0)return Number.POSITIVE_INFINITY;let next=(room-small)/longCount;if(next-level<=Math.abs(level)*.001)return level;level=
next}}var LEAST_VALUE_BYTES=64,MARKER_BYTES=40,MARKER_KEY="[cut]",LEAST_REMEMBERED_BYTES=256;function shortenJson(text2,maxBytes){if(!(maxBytes<LEAST_VALUE_BYTES))try{
let value=JSON.parse(text2),sizes=new Map;return JSON.stringify(shortenValue(value,sizeOf(value,sizes),maxBytes,sizes))}catch{return JSON.stringify(shortenText(
text2,maxBytes))}}function sizeOf(value,sizes){if(typeof value=="string")return jsonLengthOf(value);if(typeof value!="object"||value===null)return String(value).
length;let known2=sizes.get(value);if(known2!==void 0)return known2.size;let names=Array.isArray(value)?[]:Object.keys(value),size=Array.isArray(value)?sizeOfList(
value,sizes):sizeOfObject(value,names,sizes);return size>=LEAST_REMEMBERED_BYTES&&sizes.set(value,{size,names}),size}function sizeOfList(list,sizes){let size=2+
Math.max(0,list.length-1);for(let item of list)size+=sizeOf(item,sizes);return size}function sizeOfObject(object2,names,sizes){let size=2+Math.max(0,names.length-
1);for(let name of names)size+=jsonLengthOf(name)+1+sizeOf(object2[name],sizes);return size}function shortenValue(value,size,maxBytes,sizes){if(size<=maxBytes)return value;
if(typeof value=="string")return shortenText(value,maxBytes);if(typeof value!="object"||value===null)return value;if(Array.isArray(value)){let costs2=Float64Array.
from(value,()=>1),{kept:kept2,droppedBytes:droppedBytes2}=shortenMembers(value,costs2,maxBytes,sizes),list=kept2.map(([,item])=>item);return droppedBytes2===0?list:
[...list,markerFor(droppedBytes2)]}let object2=value,names=sizes.get(object2)?.names??Object.keys(object2),members=names.map(name=>object2[name]),costs=Float64Array.
from(names,name=>jsonLengthOf(name)+2),{kept,droppedBytes}=shortenMembers(members,costs,maxBytes,sizes),entries=kept.map(([index,member])=>[names[index]??"",member]);
return droppedBytes>0&&entries.push([MARKER_KEY,markerFor(droppedBytes)]),Object.fromEntries(entries)}function shortenMembers(members,costs,maxBytes,sizes){let memberSizes=Float64Array.
from(members,member=>sizeOf(member,sizes)),indexes=membersThatFit(memberSizes,costs,maxBytes-2),room=maxBytes-2-(indexes.length<members.length?MARKER_BYTES:0),droppedBytes=sum(
memberSizes)+sum(costs);for(let index of indexes)room-=costs[index]??0,droppedBytes-=(costs[index]??0)+(memberSizes[index]??0);let keptSizes=indexes.map(index=>memberSizes[index]??
0),level=Math.max(LEAST_VALUE_BYTES,Math.floor(waterLevel(keptSizes,room)));return{kept:indexes.map(index=>{let size=memberSizes[index]??0;return[index,shortenValue(
members[index],size,Math.min(size,level),sizes)]}),droppedBytes}}function membersThatFit(memberSizes,costs,room){let leastOf=index=>(costs[index]??0)+Math.min(memberSizes[index]??
0,LEAST_VALUE_BYTES),all=Array.from(memberSizes,(_,index)=>index),least=0;for(let index of all)least+=leastOf(index);if(least<=room)return all;let left=room-MARKER_BYTES;
return all.filter(index=>{let cost=leastOf(index);return cost>left?!1:(left-=cost,!0)})}function shortenText(text2,maxBytes){let beginning=cutToJsonLength(text2,
maxBytes-MARKER_BYTES);return beginning+markerFor(Buffer.byteLength(text2)-Buffer.byteLength(beginning))}function markerFor(bytes){return`[cut: ${bytes} bytes]`}
function sum(numbers){let total=0;for(let each of numbers)total+=each;return total}var NEVER_CUT=new Set(["log_id","date","truncated_fields"]),NEVER_CUT_FOR_ROOM=new Set([...NEVER_CUT,"type"]),MAX_ESCAPE_BYTES=6,BYTES_AROUND_NAME=4,MAX_TRIES=12;
function fitRecord(record2,limits){let byField=fitFields(record2,limits.maxFieldBytes);return surelyFits(byField,limits.maxRecordBytes)?byField:fitWhole(byField,
limits)}function fitFields(record2,maxBytes){let changes={},emptied=[];for(let name of Object.keys(record2)){let value=record2[name];if(typeof value!="string"||
NEVER_CUT.has(name)||!isLongerThan(value,maxBytes))continue;let shortened=kindOfColumn(name)==="json"?shortenJson(value,maxBytes):cutToBytes(value,maxBytes);shortened?
changes[name]=shortened:emptied.push(name)}return changed(record2,changes,emptied,maxBytes)}function surelyFits(record2,maxBytes){let most=2;for(let name of Object.
keys(record2)){let value=record2[name],length=typeof value=="string"?value.length:String(value).length;most+=(name.length+length)*MAX_ESCAPE_BYTES+BYTES_AROUND_NAME+
2}return most<=maxBytes}function fitWhole(record2,limits){if(Buffer.byteLength(JSON.stringify(record2))<=limits.maxRecordBytes)return record2;let cuttable=Object.
keys(record2).filter(name=>typeof record2[name]=="string"&&!NEVER_CUT_FOR_ROOM.has(name)),sizes=cuttable.map(name=>jsonLengthOf(textOf(record2,name))),room=limits.
maxRecordBytes-bytesBeside(record2,cuttable),level=Math.floor(waterLevel(sizes,room)),changes={},emptied=[];return cuttable.forEach((name,index)=>{let size=sizes[index]??
0;if(size<=level)return;let shortened=shortenEncoded(name,textOf(record2,name),size,level);shortened?changes[name]=shortened:emptied.push(name)}),changed(record2,
changes,emptied,limits.maxFieldBytes)}function bytesBeside(record2,cuttable){let isCuttable=new Set(cuttable),rest=Object.entries(record2).map(([name,value])=>[
name,isCuttable.has(name)?"":value]),emptyTexts=cuttable.length*2,names=`"truncated_fields":"",${cuttable.join(",")},`;return Buffer.byteLength(JSON.stringify(Object.
fromEntries(rest)))-emptyTexts+names.length}function shortenEncoded(name,text2,size,maxBytes){if(kindOfColumn(name)!=="json")return cutToJsonLength(text2,maxBytes);
let current=text2,currentSize=size,target=Buffer.byteLength(text2);for(let tries=0;tries<MAX_TRIES;tries+=1){target=Math.floor(target*Math.min(.95,maxBytes/currentSize));
let shortened=shortenJson(current,target);if(shortened===void 0)return;if(current=shortened,currentSize=jsonLengthOf(shortened),currentSize<=maxBytes)return shortened}}
function changed(record2,changes,emptied,maxFieldBytes){let named=[...Object.keys(changes),...emptied];if(named.length===0)return record2;let row={...record2,...changes};
for(let name of emptied)delete row[name];let before=textOf(record2,"truncated_fields").split(",").filter(Boolean);return row.truncated_fields=cutToBytes([...new Set(
[...before,...named])].join(","),maxFieldBytes),row}function textOf(record2,name){let value=record2[name];return typeof value=="string"?value:""}var TEXT_COLUMNS=new Set(COLUMNS.filter(({kind})=>kind==="text").map(({name})=>name)),GUID=/^[{(]?[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}[)}]?$/i,LONGEST_GUID=38,
DATE=/^\s*[+-]?\d{4,6}-\d\d?(?:-|$)/,TEXT_PREFIX="text:";function keepText(record2){let kept;for(let column of Object.keys(record2)){let value=record2[column];typeof value!=
"string"||!TEXT_COLUMNS.has(column)||!isGuessable(value)||(kept??={...record2},kept[column]=`${TEXT_PREFIX}${value}`)}return kept??record2}var FIRST_CHARACTER=/^[\s+\-0-9a-f{(]/i;
function isGuessable(text2){if(!FIRST_CHARACTER.test(text2))return!1;if(DATE.test(text2))return!0;let trimmed=text2.trim();return trimmed.length>=32&&trimmed.length<=
LONGEST_GUID&&GUID.test(trimmed)}var MAX_FIELD_BYTES=31900,MAX_RECORD_BYTES=8e6,LIMITS={maxFieldBytes:MAX_FIELD_BYTES,maxRecordBytes:MAX_RECORD_BYTES},MAX_BYTES_PER_UNIT=3;function encodeRecord(record2){
let kept=keepText(record2),json=JSON.stringify(kept);if(json.length*MAX_BYTES_PER_UNIT<=MAX_FIELD_BYTES)return encoded(kept,json);let fitted=fitRecord(kept,LIMITS);
return encoded(fitted,fitted===kept?json:JSON.stringify(fitted))}function encoded(record2,json){return{logId:String(record2.log_id),logType:String(record2.type??
""),bytes:Buffer.from(json),isTruncated:record2.truncated_fields!==void 0}}var import_node_crypto=require("node:crypto");function sharedKeyAuthorization(workspaceId,workspaceKey,bodyBytes2,date){let text2=`POST
${bodyBytes2}
application/json
x-ms-date:${date}
/api/logs`,key=Buffer.from(workspaceKey,"base64"),signature=(0,import_node_crypto.createHmac)("sha256",key).update(text2,"utf8").digest("base64");return`SharedK\
ey ${workspaceId}:${signature}`}var TIME_COLUMN="date";function dataCollectorRequest(settings,records,nowMs){let body=jsonArray(records),date=new Date(nowMs).toUTCString(),{workspaceId,workspaceKey,
logType:logType2,resourceId:resourceId2,url}=settings,headers={authorization:sharedKeyAuthorization(workspaceId,workspaceKey,body.length,date),"content-type":"a\
pplication/json","log-type":logType2,"x-ms-date":date,"time-generated-field":TIME_COLUMN,...resourceId2===void 0?{}:{"x-ms-AzureResourceId":resourceId2}};return{
url,headers,body}}var OPENING=Buffer.from("["),COMMA=Buffer.from(","),CLOSING=Buffer.from("]");function jsonArray(records){let parts=records.flatMap(({bytes})=>[
COMMA,bytes]);return Buffer.concat([OPENING,...parts.slice(1),CLOSING])}var MAX_BATCH_BYTES=8e6,MAX_ANSWER_BYTES=1e5;function createDataCollector(settings,maxBatchRecords,http4,clock){return{kind:"data-collector",limits:{maxBatchRecords,
maxBatchBytes:MAX_BATCH_BYTES},encode:encodeRecord,async deliver(records,timeoutMs){let request2=dataCollectorRequest(settings,records,clock.now()),answer2=await http4.
send({method:"POST",...request2,timeoutMs,maxResponseBytes:MAX_ANSWER_BYTES});return answer2.status==="answered"?readDataCollectorAnswer(answer2,request2.body.length,
clock.now()):readDataCollectorFailure(answer2)}}}var import_max=__toESM(require_max()),import_min2=__toESM(require_min()),import_sum2=__toESM(require_sum());function backlogWarning(reports,maxRunMs){let last=reports.slice(0,3);if(last.length<3||!last.every(isBehind)||!isGrowing(last))return;let[newest]=last;return`T\
he backlog grew during the last 3 runs.${newest?.capacityLogs===void 0?"":` One run carries about ${newest.capacityLogs} logs.`} ${advice(newest?.outcome,maxRunMs)}`}
function advice(outcome,maxRunMs){let schedule="let the schedule in webtask.json run more often";if(outcome==="rate-limited")return`A rate limit holds it back: \
use less of the allowance elsewhere, get a larger one, or ${schedule}.`;let seconds=maxRunMs/1e3;return seconds>=25?`MAX_RUN_SECONDS is at its most: ${schedule}\
.`:`Raise MAX_RUN_SECONDS (now ${seconds}, at most 25), or ${schedule}.`}function isBehind({outcome}){return outcome==="out-of-time"||outcome==="rate-limited"}function isGrowing(newestFirst){
return newestFirst.every((report2,index)=>{let before=newestFirst[index+1];return before===void 0||(report2.lagMs??0)>(before.lagMs??0)})}function deadLetterOf(record2,destination2,reason,refusedAtMs,vault){let content=vault.lock(record2.bytes);return{logId:record2.logId,logType:shortAscii(record2.
logType,40),destination:destination2,reason:shortReason(reason),refusedAtMs,...content.length<=3e4?{content}:{}}}function shortReason(reason){return shortAscii(
reason,80)}function shortAscii(text2,maxLength){return text2.replace(/[^ !#-[\]-~]/g,"?").slice(0,maxLength)}function withDeadLetters(state,added){if(added.length===
0)return state;let others=state.deadLetters.filter(letter=>!added.some(newer=>isSameLetter(letter,newer)));return{...state,deadLetters:[...others,...added]}}function withoutDeadLetters(state,removed){
if(removed.length===0)return state;let deadLetters=state.deadLetters.filter(letter=>!removed.some(name=>isSameLetter(letter,name)));return{...state,deadLetters}}
function isSameLetter(one,other){return one.logId===other.logId&&one.destination===other.destination}var ORDER=["caught-up","out-of-time","rate-limited","stopped","misconfigured"];function worstEnding(endings){return endings.reduce((worst,ending)=>ORDER.indexOf(
ending.outcome)>ORDER.indexOf(worst.outcome)?ending:worst,endings[0]??{outcome:"caught-up"})}function endingOf(outcome,wasCutShort){switch(outcome.status){case"\
misconfigured":return{outcome:"misconfigured",problems:[outcome.problem]};case"retry":return outcome.isRateLimited===!0?{outcome:"rate-limited",reason:outcome.reason}:
wasCutShort?{outcome:"out-of-time",reason:outcome.reason}:{outcome:"stopped",reason:outcome.reason};case"stopped":return{outcome:"stopped",reason:outcome.reason}}}
function unsavedEnding(save){switch(save.status){case"lease-lost":return{outcome:"stopped",reason:"another run took over the lease"};case"overruled":return{outcome:"\
stopped",reason:save.reason};case"failed":return{outcome:"stopped",reason:`the state could not be stored: ${save.reason}`}}}var import_sum=__toESM(require_sum()),ENVELOPE_BYTES=2,SEPARATOR_BYTES=1;function bodyBytes(records){let separators=Math.max(0,records.length-1)*SEPARATOR_BYTES;
return ENVELOPE_BYTES+separators+(0,import_sum.default)(records.map(({bytes})=>bytes.length))}function createBatch(limits){let records=[],byteCount2=ENVELOPE_BYTES;
return{records,get byteCount(){return byteCount2},get isFull(){return records.length>=limits.maxBatchRecords},tryAdd(record2){let separatorBytes=records.length===
0?0:SEPARATOR_BYTES,byteCountWith=byteCount2+separatorBytes+record2.bytes.length;return(this.isFull||byteCountWith>limits.maxBatchBytes)&&records.length>0?!1:(records.
push(record2),byteCount2=byteCountWith,!0)}}}function defectReason(error){let{name,stack}=error instanceof Error?error:{name:typeof error,stack:""},place=/\n\s+at ([^\n]+)/.exec(stack??"")?.[1]??"an unknow\
n place";return`the exporter has a defect (${name} at ${place}); please report it`}function defectEnding(error){return{outcome:"stopped",reason:defectReason(error)}}var import_min=__toESM(require_min());function isSystemic({inBatch,batchRecords,inRun}){return batchRecords>=20&&inBatch>batchRecords*.05||inRun>=20}function systemicEnding(counts,reason){let{inBatch,
batchRecords,inRun}=counts;return{outcome:"misconfigured",problems:[`Of a batch of ${batchRecords} records, ${inBatch} were refused each on its own, and ${inRun}\
 since others were accepted: ${notTheirs("none of this batch")} The last answer was: ${reason}. ${ADVICE2}`]}}function nothingAcceptedEnding(refused2,reason){return{
outcome:"misconfigured",problems:[`All ${refused2} records that this run had the time to send one by one were refused: ${notTheirs("none")} The first answer was\
: ${reason}. ${ADVICE2}`]}}function notTheirs(none){return`that is not the fault of single records, so ${none} was set aside, and nothing is lost.`}var ADVICE2="\
Check that nothing on the way to Azure changes what is sent, and whether the columns of the table were changed by hand.";function createCondition(){let waiting=[];return{changed(){let woken=waiting;waiting=[];for(let wake of woken)wake()},async until(isMet){for(;!isMet();)await new Promise(
resolve=>waiting.push(resolve))}}}function retryDelayMs(attempt,random2,askedWaitMs){let fullMs=Math.min(8e3,500*2**(attempt-1)),jitteredMs=Math.round(fullMs*(.5+.5*random2()));return askedWaitMs===
void 0?jitteredMs:Math.max(askedWaitMs,jitteredMs)}async function retrying(attempt,limits,clock,random2){for(let retries=0;;retries+=1){let timeoutMs=Math.min(limits.attemptTimeoutMs,limits.untilMs-clock.now()),
outcome=timeoutMs>0?await attempt(timeoutMs):NO_TIME,wasCutShort=retries===0&&timeoutMs<limits.attemptTimeoutMs,retried={outcome,retries,wasCutShort};if(!isRetry(
outcome))return retried;let delayMs=retryDelayMs(retries+1,random2,outcome.waitMs);if(clock.now()+delayMs>=limits.untilMs||(await clock.sleep(delayMs,limits.signal),
limits.signal.aborted))return retried}}var NO_TIME={status:"retry",reason:"no time was left"};function isRetry(outcome){return outcome.status==="retry"}var LEASE_EXPIRED={outcome:"stopped",reason:"the lease ended before it could be renewed, so another run may have begun"};async function handOver({destination:destination2,
clock,random:random2,budget,isLeaseValid},records,signal){let{deliverUntilMs:untilMs,attemptTimeoutMs}=budget,handedOver=await retrying(async timeoutMs=>isLeaseValid()?
destination2.deliver(records,timeoutMs):{status:"lease-expired"},{untilMs,attemptTimeoutMs,signal},clock,random2),{outcome}=handedOver;return outcome.status==="\
lease-expired"?LEASE_EXPIRED:{...handedOver,outcome}}function createLedger(after){let unstored=[],position=after,acceptedLogs=0,setAsideLogs=0,lastLogAtMs,donePrefix=0;function advance(){for(;;){let next=unstored[donePrefix];
if(next===void 0||!next.isDone)return;position=next.stretch.through,next.deadLetter===void 0?acceptedLogs+=next.stretch.logs:setAsideLogs+=next.stretch.logs,lastLogAtMs=
next.stretch.lastLogAtMs??lastLogAtMs,donePrefix+=1}}function indexOf(stretch){let index=unstored.findIndex(entry=>entry.stretch===stretch&&!entry.isDone);if(index===
-1)throw new Error("A stretch was reported that is not on its way.");return index}function finish(stretch,how){unstored[indexOf(stretch)]={stretch,...how},advance()}
return{open(stretch){unstored.push({stretch,isDone:!1})},split(stretch,parts){let entries=parts.map(part=>({stretch:part,isDone:!1}));unstored.splice(indexOf(stretch),
1,...entries)},accept:stretch=>finish(stretch,{isDone:!0}),hold(stretch){unstored[indexOf(stretch)]={stretch,isDone:!1,isHeld:!0}},setAside:(stretch,deadLetter2)=>finish(
stretch,{isDone:!0,deadLetter:deadLetter2}),progress(){if(donePrefix===0)return;let deadLetters=unstored.slice(0,donePrefix).flatMap(({deadLetter:deadLetter2})=>deadLetter2??
[]);return{position,deadLetters,stretches:donePrefix}},store({stretches}){if(stretches>donePrefix)throw new Error("More was stored than was ever reached.");unstored=
unstored.slice(stretches),donePrefix-=stretches},position:()=>position,unstoredCount:()=>unstored.filter(({isHeld:isHeld2})=>isHeld2!==!0).length,acceptedLogs:()=>acceptedLogs,
setAsideLogs:()=>setAsideLogs,lastLogAtMs:()=>lastLogAtMs}}async function deliverPart(part,handlers){let handedOver=await handlers.handOver(part.records);if(!("retries"in handedOver))return handedOver;let{outcome,wasCutShort}=handedOver;
if(outcome.status==="accepted"){handlers.accepted(part);return}if(outcome.status!=="refused")return endingOf(outcome,wasCutShort);let[record2,second]=part.records;
if(record2===void 0)return;if(second===void 0)return handlers.refusedAlone({...part,record:record2},outcome.reason);let halves=halve(part,record2);return handlers.
split(part,halves),await deliverPart(halves[0],handlers)??await deliverPart(halves[1],handlers)}function halve({records,stretch},first){let middle=Math.floor(records.
length/2),[before,after]=[records.slice(0,middle),records.slice(middle)],{logId:through}=before.at(-1)??first;return[partOf(before,{through,logs:before.length,lastLogAtMs:void 0}),
partOf(after,{...stretch,logs:stretch.logs-before.length})]}function partOf(records,stretch){return{records,byteCount:bodyBytes(records),stretch}}var NO_ROOM={outcome:"stopped",reason:`${500} dead letters are stored, and no more fit: another record was refused, and passing over it would lose it. Replay or\
 discard dead letters`};function createQuarantine(room,refusedBefore){let inRun=0,isAnythingAccepted=!1,isCauseElsewhere=!1,judged=[];function releaseAll(){let released=judged;
return judged=[],isCauseElsewhere?[]:released}return{openBatch(batchRecords){let held=[];return{refuse(refused2){inRun+=1;let before=isAnythingAccepted?0:refusedBefore,
counts={inBatch:held.length+1,batchRecords,inRun:before+inRun};if(isSystemic(counts))return isCauseElsewhere=!0,systemicEnding(counts,refused2.reason);if(inRun>
room)return NO_ROOM;held.push(refused2)},close(ending){ending?.outcome!=="misconfigured"&&judged.push(...held)}}},noteAcceptance(){isAnythingAccepted=!0},release:()=>isAnythingAccepted?
releaseAll():[],releaseAll,isCauseElsewhere:()=>isCauseElsewhere,endingOfNothing(){let[first]=judged;if(first===void 0||isAnythingAccepted)return;let count3=judged.
length;return judged=[],nothingAcceptedEnding(count3,first.reason)}}}var EMPTY_STATE={version:2,checkpoints:{},completeUntilMs:{},moves:0,pausedAtMs:null,requests:[],lease:null,unreportedWarnings:[],history:[],deadLetters:[],tokens:{}};
function tailOf(state,destination2){return state.checkpoints[destination2]?.find(range2=>range2.until===void 0)?.after}function withTail(state,destination2,after){
if(tailOf(state,destination2)===after)return state;let{[destination2]:_,...completeUntilMs2}=state.completeUntilMs,bounded=(state.checkpoints[destination2]??[]).
filter(({until})=>until!==void 0),checkpoints2={...state.checkpoints,[destination2]:[...bounded,{after}]};return{...state,checkpoints:checkpoints2,completeUntilMs:completeUntilMs2}}
function exportsOf(state){return state.history.filter(({work})=>work===void 0)}var MAX_UNSTORED_BATCHES=8,MAX_IN_FLIGHT_AT_FIRST=1,MAX_IN_FLIGHT=4;function createDeliveries(parts,place){let{destination:destination2,clock,budget,vault,save}=parts,
{after,unresolvedRecords:beginsWith,refusedBefore}=place,ledger=createLedger(after),quarantine=createQuarantine(parts.deadLetterRoom,refusedBefore),isSearching=beginsWith!==
void 0&&beginsWith<20,counts={batches:0,bytes:0,retries:0},condition=createCondition(),abort=new AbortController,underWay=0,isStoring=!1,isSettling=!1,firstEnding,
unresolvedRecords;function end(ending){firstEnding??=ending,abort.abort(),condition.changed()}function inBackground(work){work.catch(error=>end(defectEnding(error)))}
async function deliver(batch){let refused2=quarantine.openBatch(batch.records.length),smallestPart,ending=await deliverPart(batch,{async handOver(records){if(firstEnding!==
void 0)return firstEnding;let handedOver=await handOver(parts,records,abort.signal);return"retries"in handedOver&&(counts.retries+=handedOver.retries),handedOver},
accepted(part){quarantine.noteAcceptance(),counts.batches+=1,counts.bytes+=part.byteCount,ledger.accept(part.stretch),part!==batch&&storeProgress()},split(part,[
first,second]){smallestPart=first.records.length,ledger.split(part.stretch,[first.stretch,second.stretch])},refusedAlone(part,reason){return ledger.hold(part.stretch),
refused2.refuse({part,reason})}});refused2.close(ending),setAside(quarantine.release()),ending!==void 0&&(unresolvedRecords=(0,import_min.default)([unresolvedRecords,
smallestPart]),end(ending))}function setAside(refused2){for(let{part,reason}of refused2){let{record:record2,stretch}=part,letter=deadLetterOf(record2,destination2.
kind,reason,clock.now(),vault);ledger.setAside(stretch,letter)}}function storeProgress(){isStoring||(isStoring=!0,inBackground(storeUntilNothingIsNew().finally(
()=>{isStoring=!1,condition.changed()})))}function isLeftToTheRun(){return isSettling&&underWay===0}async function storeUntilNothingIsNew(){for(;;){let progress=ledger.
progress();if(progress===void 0||isLeftToTheRun())return;let{position,deadLetters}=progress,saved=await save(state=>withDeadLetters(withTail(state,destination2.
kind,position),deadLetters));if((saved.status==="written"||saved.status==="overruled")&&ledger.store(progress),saved.status!=="written"){end(unsavedEnding(saved));
return}condition.changed()}}return{ledger,counts,signal:abort.signal,ending:()=>firstEnding,unresolvedRecords:()=>quarantine.isCauseElsewhere()?20:unresolvedRecords,
async send(batch){let mostUnderWay=()=>counts.batches>0||isSearching?MAX_IN_FLIGHT:MAX_IN_FLIGHT_AT_FIRST,hasRoom=()=>underWay<mostUnderWay()&&ledger.unstoredCount()<
MAX_UNSTORED_BATCHES;if(await condition.until(()=>firstEnding!==void 0||hasRoom()),firstEnding===void 0){if(clock.now()>=budget.deliverUntilMs){end({outcome:"ou\
t-of-time"});return}ledger.open(batch.stretch),underWay+=1,inBackground(deliver(batch).finally(()=>{underWay-=1,storeProgress(),condition.changed()}))}},stop:end,
async settle(isAllRead){isSettling=!0,await condition.until(()=>underWay===0&&!isStoring);let isTimeOver=firstEnding===void 0||firstEnding.outcome==="out-of-tim\
e";firstEnding===void 0&&isAllRead?setAside(quarantine.releaseAll()):isTimeOver&&beginsWith===1&&(firstEnding=quarantine.endingOfNothing()??firstEnding)}}}function encodeLog(log2,toRecord2,destination2){return{...destination2.encode(toRecord2(log2)),logId:log2.log_id}}function isCaughtUp(page,runStartedAtMs,timeOf){return page.logs.length===0?!0:page.isFull?!1:page.logs.some(log2=>(timeOf(log2)??0)>runStartedAtMs)}var ABORTED={outcome:{status:"retry",reason:"the run ended"},retries:0,wasCutShort:!0};function createPageReader({source,clock,random:random2,budget},place,signal){
let warnings=[],pages=0,pageRetries=0,lookedAtMs,foundNothingLeft=!1,isConfirmed=!1,ending;async function fetchPage(fetch2,pauseMs=0){if(pauseMs>0&&await clock.
sleep(pauseMs,signal),signal.aborted)return ABORTED;let{fetchUntilMs:untilMs,attemptTimeoutMs}=budget;return retrying(fetch2,{untilMs,attemptTimeoutMs,signal},clock,
random2)}function note(page){pages+=1,lookedAtMs=clock.now(),foundNothingLeft=page.logs.length===0,isConfirmed=foundNothingLeft&&page.isUnconfirmed!==!0,warnings.
push(...page.warnings??[])}function endingAfter(page){if(isCaughtUp(page,budget.startedAtMs,source.timeOf))return{outcome:"caught-up"};if(!(clock.now()+(page.pauseMs??
0)<budget.fetchUntilMs))return clock.now()<budget.fetchUntilMs?{outcome:"rate-limited",reason:"the allowance of the Management API is used up"}:{outcome:"out-of\
-time"}}return{async*pages(){let{after,confirmedAtMs}=place,fetching=fetchPage(timeoutMs=>source.fetchFirstPage(after,confirmedAtMs,timeoutMs));for(;ending===void 0;){
let{outcome,retries,wasCutShort}=await fetching;if(pageRetries+=retries,outcome.status!=="page"){ending=endingOf(outcome,wasCutShort);return}let{page}=outcome;note(
page),ending=endingAfter(page),ending===void 0&&(fetching=fetchPage(timeoutMs=>source.fetchPage(page.continuesAfter,timeoutMs),page.pauseMs)),fetching.catch(()=>{}),
await clock.turn(),yield page}},ending:()=>ending,reading:()=>({warnings,pages,pageRetries,lookedAtMs,foundNothingLeft,isConfirmed})}}function withWarnings(earlier,later=[]){return[...new Set([...earlier,...later])].slice(-20)}async function exportLogs(parts,place){let{unresolvedRecords}=place,{source,destination:destination2,toRecord:toRecord2,clock,budget}=parts,deliveries=createDeliveries(
{...parts,save},place),reader=createPageReader(parts,place,deliveries.signal),truncatedRecords=0,batch=createBatch(batchLimits()),lastLog,unsentSinceMs=0;function batchLimits(){
let{limits}=destination2;return unresolvedRecords===void 0||deliveries.counts.batches>0?limits:{...limits,maxBatchRecords:Math.min(limits.maxBatchRecords,unresolvedRecords)}}
function stillUnresolved(){let kept=deliveries.counts.batches===0?unresolvedRecords:void 0;return deliveries.unresolvedRecords()??kept}function save(change){let{
warnings}=reader.reading();return parts.save(state=>{let unreportedWarnings=withWarnings(state.unreportedWarnings,warnings);return{...change(state),unreportedWarnings}})}
async function flush(){if(lastLog===void 0)return;let{records,byteCount:byteCount2}=batch,lastLogAtMs=source.timeOf(lastLog),stretch={through:lastLog.log_id,logs:records.
length,lastLogAtMs};batch=createBatch(batchLimits()),lastLog=void 0,await deliveries.send({records,byteCount:byteCount2,stretch})}async function add(log2){let record2=encodeLog(
log2,toRecord2,destination2);record2.isTruncated&&(truncatedRecords+=1),batch.tryAdd(record2)||(await flush(),batch.tryAdd(record2)),lastLog===void 0&&(unsentSinceMs=
clock.now()),lastLog=log2,batch.isFull&&await flush()}async function exportPages(){for await(let page of reader.pages()){for(let log2 of page.logs)await add(log2);
if(clock.now()+(page.pauseMs??0)-unsentSinceMs>budget.maxUnsentMs&&await flush(),deliveries.ending()!==void 0)return}await flush()}await exportPages().catch(error=>deliveries.
stop(defectEnding(error))),await deliveries.settle(reader.ending()?.outcome==="caught-up");let{ledger,counts}=deliveries,unresolved=stillUnresolved();return{ending:deliveries.
ending()??reader.ending()??{outcome:"out-of-time"},reading:reader.reading(),delivery:{destination:destination2.kind,logs:ledger.acceptedLogs(),...counts,truncatedRecords,
...ledger.setAsideLogs()===0?{}:{deadLetters:ledger.setAsideLogs()},...unresolved===void 0?{}:{unresolvedRecords:unresolved},checkpoint:ledger.position()},deadLetters:ledger.
progress()?.deadLetters??[],lastLogAtMs:ledger.lastLogAtMs()}}function lagMs(result,previousExportedAtMs){let{reading,ending,lastLogAtMs}=result;if(reading.lookedAtMs===void 0)return;if(reading.foundNothingLeft&&ending.outcome===
"caught-up")return 0;let exportedAtMs=lastLogAtMs??previousExportedAtMs;return exportedAtMs===void 0?void 0:Math.max(0,reading.lookedAtMs-exportedAtMs)}function capacityLogs({
reading,ending,delivery},startedAtMs,budget){if(ending.outcome==="out-of-time"||ending.outcome==="rate-limited")return delivery.logs;if(reading.lookedAtMs===void 0||
reading.pages===0)return;let elapsedMs=Math.max(1,reading.lookedAtMs-startedAtMs),fetchMs=budget.fetchUntilMs-budget.startedAtMs;return Math.round(100*reading.pages*
fetchMs/elapsedMs)}var DESTINATION_KINDS=["data-collector","logs-ingestion"];var UNCERTAIN_MS=15*6e4;function exportRun(parts){let{destinations,tokens:tokens2,clock,maxRunMs}=parts,start=parts.startAfter(clock.now());async function perform(held){
let{before}=held;tokens2.restore(before.tokens);let begun=openTails(before,destinations,start,held.budget.startedAtMs),save=change=>held.save(state=>({...change(
state),tokens:tokens2.sealed()})),startedAtMs=clock.now(),results=await Promise.all(destinations.map(destination2=>exportLogs({...parts,destination:destination2,
budget:held.budget,deadLetterRoom:500-before.deadLetters.length,isLeaseValid:held.isLeaseValid,save},placeOf(begun,destination2.kind,start)))),ending=worstEnding(
results.map(result=>result.ending)),figures=figuresOf(results,before,startedAtMs,held),backlog=backlogWarning([{...ending,...figures},...exportsOf(before)],maxRunMs),
warnings=[...Object.keys(before.checkpoints).length===0?[`This was the first run. START_FROM decided where it began: after the log id ${start}.`]:[],...results.
flatMap(result=>result.reading.warnings),...backlog===void 0?[]:[backlog]];return{...ending,...figures,warnings,pages:(0,import_sum2.default)(results.map(({reading})=>reading.
pages)),pageRetries:(0,import_sum2.default)(results.map(({reading})=>reading.pageRetries)),deliveries:results.map(result=>result.delivery),finish:state=>({...withResults(
state,results,startedAtMs),tokens:tokens2.sealed()})}}return{prepare:state=>openTails(state,destinations,start,clock.now()),perform}}function openTails(state,destinations,start,nowMs){
return destinations.reduce((opened,{kind})=>{if(tailOf(opened,kind)!==void 0)return opened;let other=DESTINATION_KINDS.find(otherKind=>tailOf(opened,otherKind)!==
void 0);if(other===void 0)return withCompleteness(withTail(opened,kind,start),kind,nowMs-UNCERTAIN_MS);let begun=withTail(opened,kind,tailOf(opened,other)??start);
return withCompleteness(begun,kind,opened.completeUntilMs[other])},state)}function placeOf(state,kind,start){let before=exportsOf(state).flatMap(({deliveries})=>deliveries.
filter(({destination:destination2})=>destination2===kind)),accepted2=before.findIndex(({batches})=>batches>0),sinceAcceptance=accepted2===-1?before:before.slice(
0,accepted2);return{after:tailOf(state,kind)??start,confirmedAtMs:state.completeUntilMs[kind],unresolvedRecords:before[0]?.unresolvedRecords,refusedBefore:(0,import_sum2.default)(
sinceAcceptance.map(({deadLetters=0})=>deadLetters))}}function withCompleteness(state,kind,untilMs){return untilMs===void 0?state:{...state,completeUntilMs:{...state.
completeUntilMs,[kind]:untilMs}}}function withResults(state,results,startedAtMs){return results.reduce((moved,{ending,reading,delivery,deadLetters})=>{let{destination:destination2,
checkpoint}=delivery,isComplete=ending.outcome==="caught-up"&&reading.isConfirmed;return withCompleteness(withDeadLetters(withTail(moved,destination2,checkpoint),
deadLetters),destination2,isComplete?startedAtMs-UNCERTAIN_MS:void 0)},state)}function figuresOf(results,before,startedAtMs,{budget}){let previousMs=before.history.
find(report2=>report2.lastExportedAtMs)?.lastExportedAtMs,lastExportedAtMs=(0,import_min2.default)(results.map(result=>result.lastLogAtMs??previousMs)),lag=(0,import_max.default)(
results.map(result=>lagMs(result,previousMs))),capacity=(0,import_min2.default)(results.map(result=>capacityLogs(result,startedAtMs,budget)));return{...lastExportedAtMs===
void 0?{}:{lastExportedAtMs},...lag===void 0?{}:{lagMs:lag},...capacity===void 0?{}:{capacityLogs:capacity}}}var import_sum3=__toESM(require_sum());async function inTime(work,untilMs,otherwise,clock){let done=new AbortController,overtime=clock.sleep(untilMs-clock.now(),done.signal).then(otherwise);try{return await Promise.
race([work,overtime])}finally{done.abort()}}var LEASE_MS=6e4,MAX_CLOCK_SKEW_MS=10*6e4;function admission(state,nowMs,minIntervalMs){if(isHeld(state.lease,nowMs))return"busy";let[last]=exportsOf(state);if(last===
void 0||last.outcome!=="caught-up"&&last.outcome!=="misconfigured")return"start";let sinceMs=nowMs-last.endedAtMs;return sinceMs>=0&&sinceMs<minIntervalMs?"too-\
soon":"start"}function isHeld(lease2,nowMs){if(lease2===null)return!1;let leftMs=lease2.expiresAtMs-nowMs;return leftMs>0&&leftMs<=LEASE_MS+MAX_CLOCK_SKEW_MS}function withLease(state,holder,nowMs){
return{...state,lease:{holder,expiresAtMs:nowMs+LEASE_MS}}}var store$4,DEFAULT_CONFIG={lang:void 0,message:void 0,abortEarly:void 0,abortPipeEarly:void 0};function getGlobalConfig(config$1){return!config$1&&!store$4?DEFAULT_CONFIG:{lang:config$1?.lang??store$4?.lang,message:config$1?.message,abortEarly:config$1?.abortEarly??
store$4?.abortEarly,abortPipeEarly:config$1?.abortPipeEarly??store$4?.abortPipeEarly}}var store$3;function getGlobalMessage(lang){return store$3?.get(lang)}var store$2;function getSchemaMessage(lang){return store$2?.get(lang)}var store$1;function getSpecificMessage(reference,lang){return store$1?.get(reference)?.get(lang)}function _stringify(input){let type=typeof input;return type==="string"?`"${input}"`:type==="number"||type==="bigint"||type==="boolean"?`${input}`:type==="objec\
t"||type==="function"?(input&&Object.getPrototypeOf(input)?.constructor?.name)??"null":type}function _addIssue(context,label,dataset,config$1,other){let input=other&&
"input"in other?other.input:dataset.value,expected=other?.expected??context.expects??null,received=other?.received??_stringify(input),issue={kind:context.kind,type:context.
type,input,expected,received,message:`Invalid ${label}: ${expected?`Expected ${expected} but r`:"R"}eceived ${received}`,requirement:context.requirement,path:other?.
path,issues:other?.issues,lang:config$1.lang,abortEarly:config$1.abortEarly,abortPipeEarly:config$1.abortPipeEarly},isSchema=context.kind==="schema",message$1=other?.
message??context.message??getSpecificMessage(context.reference,issue.lang)??(isSchema?getSchemaMessage(issue.lang):null)??config$1.message??getGlobalMessage(issue.
lang);message$1!==void 0&&(issue.message=typeof message$1=="function"?message$1(issue):message$1),isSchema&&(dataset.typed=!1),dataset.issues?dataset.issues.push(
issue):dataset.issues=[issue]}function _isSameValueZero(value1,value2){return value1===value2||Number.isNaN(value1)&&Number.isNaN(value2)}function _isValidObjectKey(object$1,key){return Object.
prototype.hasOwnProperty.call(object$1,key)&&key!=="__proto__"&&key!=="prototype"&&key!=="constructor"}function _joinExpects(values$1,separator){let list=[...new Set(values$1)];return list.length>1?`(${list.join(` ${separator} `)})`:list[0]??"never"}function _standardSchema(schema){
return schema["~standard"]={version:1,vendor:"valibot",validate:value$1=>schema["~run"]({value:value$1},getGlobalConfig())},schema}var EMOJI_REGEX=new RegExp("^(?:[\\u{1F1E6}-\\u{1F1FF}]{2}|\\u{1F3F4}[\\u{E0061}-\\u{E007A}]{2}[\\u{E0030}-\\u{E0039}\\u{E0061}-\\u{E007A}]{1,3}\\u{E007F}|(?:\\p{Emoji}\\uF\
E0F\\u20E3?|\\p{Emoji_Modifier_Base}\\p{Emoji_Modifier}?|(?![\\p{Emoji_Modifier_Base}\\u{1F1E6}-\\u{1F1FF}])\\p{Emoji_Presentation})(?:\\u200D(?:\\p{Emoji}\\uFE0F\\u20E3?|\
\\p{Emoji_Modifier_Base}\\p{Emoji_Modifier}?|(?![\\p{Emoji_Modifier_Base}\\u{1F1E6}-\\u{1F1FF}])\\p{Emoji_Presentation}))*)+$","u");function check(requirement,message$1){return{kind:"validation",type:"check",reference:check,async:!1,expects:null,requirement,message:message$1,"~run"(dataset,config$1){
return dataset.typed&&!this.requirement(dataset.value)&&_addIssue(this,"input",dataset,config$1),dataset}}}function integer(message$1){return{kind:"validation",type:"integer",reference:integer,async:!1,expects:null,requirement:Number.isInteger,message:message$1,"~run"(dataset,config$1){
return dataset.typed&&!this.requirement(dataset.value)&&_addIssue(this,"integer",dataset,config$1),dataset}}}function maxValue(requirement,message$1){return{kind:"validation",type:"max_value",reference:maxValue,async:!1,expects:`<=${requirement instanceof Date?requirement.
toJSON():_stringify(requirement)}`,requirement,message:message$1,"~run"(dataset,config$1){return dataset.typed&&!(dataset.value<=this.requirement)&&_addIssue(this,
"value",dataset,config$1,{received:dataset.value instanceof Date?dataset.value.toJSON():_stringify(dataset.value)}),dataset}}}function minValue(requirement,message$1){return{kind:"validation",type:"min_value",reference:minValue,async:!1,expects:`>=${requirement instanceof Date?requirement.
toJSON():_stringify(requirement)}`,requirement,message:message$1,"~run"(dataset,config$1){return dataset.typed&&!(dataset.value>=this.requirement)&&_addIssue(this,
"value",dataset,config$1,{received:dataset.value instanceof Date?dataset.value.toJSON():_stringify(dataset.value)}),dataset}}}function regex(requirement,message$1){return{kind:"validation",type:"regex",reference:regex,async:!1,expects:`${requirement}`,requirement,message:message$1,"~ru\
n"(dataset,config$1){return dataset.typed&&!this.requirement.test(dataset.value)&&_addIssue(this,"format",dataset,config$1),dataset}}}var ABORT_EARLY_CONFIG={abortEarly:!0};function getFallback(schema,dataset,config$1){return typeof schema.fallback=="function"?schema.fallback(dataset,config$1):schema.fallback}function getDefault(schema,dataset,config$1){return typeof schema.default=="function"?schema.default(dataset,config$1):schema.default}function array(item,message$1){return _standardSchema({kind:"schema",type:"array",reference:array,expects:"Array",async:!1,item,message:message$1,"~run"(dataset,config$1){
let input=dataset.value;if(Array.isArray(input)){dataset.typed=!0,dataset.value=[];for(let key=0;key<input.length;key++){let value$1=input[key],itemDataset=this.
item["~run"]({value:value$1},config$1);if(itemDataset.issues){let pathItem={type:"array",origin:"value",input,key,value:value$1};for(let issue of itemDataset.issues)
issue.path?issue.path.unshift(pathItem):issue.path=[pathItem],dataset.issues?.push(issue);if(dataset.issues||(dataset.issues=itemDataset.issues),config$1.abortEarly){
dataset.typed=!1;break}}itemDataset.typed||(dataset.typed=!1),dataset.value.push(itemDataset.value)}}else _addIssue(this,"type",dataset,config$1);return dataset}})}function exactOptional(wrapped,default_){return _standardSchema({kind:"schema",type:"exact_optional",reference:exactOptional,expects:wrapped.expects,async:!1,wrapped,
default:default_,"~run"(dataset,config$1){return this.wrapped["~run"](dataset,config$1)}})}function literal(literal_,message$1){return _standardSchema({kind:"schema",type:"literal",reference:literal,expects:_stringify(literal_),async:!1,literal:literal_,
message:message$1,"~run"(dataset,config$1){return _isSameValueZero(dataset.value,this.literal)?dataset.typed=!0:_addIssue(this,"type",dataset,config$1),dataset}})}function nullable(wrapped,default_){return _standardSchema({kind:"schema",type:"nullable",reference:nullable,expects:`(${wrapped.expects} | null)`,async:!1,wrapped,
default:default_,"~run"(dataset,config$1){return dataset.value===null&&(this.default!==void 0&&(dataset.value=getDefault(this,dataset,config$1)),dataset.value===
null)?(dataset.typed=!0,dataset):this.wrapped["~run"](dataset,config$1)}})}function number(message$1){return _standardSchema({kind:"schema",type:"number",reference:number,expects:"number",async:!1,message:message$1,"~run"(dataset,config$1){
return typeof dataset.value=="number"&&!isNaN(dataset.value)?dataset.typed=!0:_addIssue(this,"type",dataset,config$1),dataset}})}function object(entries$1,message$1){
return _standardSchema({kind:"schema",type:"object",reference:object,expects:"Object",async:!1,entries:entries$1,message:message$1,"~run"(dataset,config$1){let input=dataset.
value;if(input&&typeof input=="object"){dataset.typed=!0,dataset.value={};for(let key in this.entries){let valueSchema=this.entries[key];if(key in input||(valueSchema.
type==="exact_optional"||valueSchema.type==="optional"||valueSchema.type==="nullish")&&valueSchema.default!==void 0){let value$1=key in input?input[key]:getDefault(
valueSchema),valueDataset=valueSchema["~run"]({value:value$1},config$1);if(valueDataset.issues){let pathItem={type:"object",origin:"value",input,key,value:value$1};
for(let issue of valueDataset.issues)issue.path?issue.path.unshift(pathItem):issue.path=[pathItem],dataset.issues?.push(issue);if(dataset.issues||(dataset.issues=
valueDataset.issues),config$1.abortEarly){dataset.typed=!1;break}}valueDataset.typed||(dataset.typed=!1),dataset.value[key]=valueDataset.value}else if(valueSchema.
fallback!==void 0)dataset.value[key]=getFallback(valueSchema);else if(valueSchema.type!=="exact_optional"&&valueSchema.type!=="optional"&&valueSchema.type!=="nu\
llish"&&(_addIssue(this,"key",dataset,config$1,{input:void 0,expected:`"${key}"`,path:[{type:"object",origin:"key",input,key,value:input[key]}]}),config$1.abortEarly))
break}}else _addIssue(this,"type",dataset,config$1);return dataset}})}function picklist(options,message$1){return _standardSchema({kind:"schema",type:"picklist",reference:picklist,expects:_joinExpects(options.map(_stringify),"|"),
async:!1,options,message:message$1,"~run"(dataset,config$1){return this.options.includes(dataset.value)?dataset.typed=!0:_addIssue(this,"type",dataset,config$1),
dataset}})}function record(key,value$1,message$1){return _standardSchema({kind:"schema",type:"record",reference:record,expects:"Object",async:!1,key,value:value$1,message:message$1,
"~run"(dataset,config$1){let input=dataset.value;if(input&&typeof input=="object"){dataset.typed=!0,dataset.value={};for(let entryKey in input)if(_isValidObjectKey(
input,entryKey)){let entryValue=input[entryKey],keyDataset=this.key["~run"]({value:entryKey},config$1);if(keyDataset.issues){let pathItem={type:"object",origin:"\
key",input,key:entryKey,value:entryValue};for(let issue of keyDataset.issues)issue.path=[pathItem],dataset.issues?.push(issue);if(dataset.issues||(dataset.issues=
keyDataset.issues),config$1.abortEarly){dataset.typed=!1;break}}let valueDataset=this.value["~run"]({value:entryValue},config$1);if(valueDataset.issues){let pathItem={
type:"object",origin:"value",input,key:entryKey,value:entryValue};for(let issue of valueDataset.issues)issue.path?issue.path.unshift(pathItem):issue.path=[pathItem],
dataset.issues?.push(issue);if(dataset.issues||(dataset.issues=valueDataset.issues),config$1.abortEarly){dataset.typed=!1;break}}(!keyDataset.typed||!valueDataset.
typed)&&(dataset.typed=!1),keyDataset.typed&&(dataset.value[keyDataset.value]=valueDataset.value)}}else _addIssue(this,"type",dataset,config$1);return dataset}})}function strictObject(entries$1,message$1){return _standardSchema({kind:"schema",type:"strict_object",reference:strictObject,expects:"Object",async:!1,entries:entries$1,
message:message$1,"~run"(dataset,config$1){let input=dataset.value;if(input&&typeof input=="object"){dataset.typed=!0,dataset.value={};for(let key in this.entries){
let valueSchema=this.entries[key];if(key in input||(valueSchema.type==="exact_optional"||valueSchema.type==="optional"||valueSchema.type==="nullish")&&valueSchema.
default!==void 0){let value$1=key in input?input[key]:getDefault(valueSchema),valueDataset=valueSchema["~run"]({value:value$1},config$1);if(valueDataset.issues){
let pathItem={type:"object",origin:"value",input,key,value:value$1};for(let issue of valueDataset.issues)issue.path?issue.path.unshift(pathItem):issue.path=[pathItem],
dataset.issues?.push(issue);if(dataset.issues||(dataset.issues=valueDataset.issues),config$1.abortEarly){dataset.typed=!1;break}}valueDataset.typed||(dataset.typed=
!1),dataset.value[key]=valueDataset.value}else if(valueSchema.fallback!==void 0)dataset.value[key]=getFallback(valueSchema);else if(valueSchema.type!=="exact_op\
tional"&&valueSchema.type!=="optional"&&valueSchema.type!=="nullish"&&(_addIssue(this,"key",dataset,config$1,{input:void 0,expected:`"${key}"`,path:[{type:"obje\
ct",origin:"key",input,key,value:input[key]}]}),config$1.abortEarly))break}if(!dataset.issues||!config$1.abortEarly){for(let key in input)if(!Object.prototype.hasOwnProperty.
call(this.entries,key)){_addIssue(this,"key",dataset,config$1,{input:key,expected:"never",path:[{type:"object",origin:"key",input,key,value:input[key]}]});break}}}else
_addIssue(this,"type",dataset,config$1);return dataset}})}function string(message$1){return _standardSchema({kind:"schema",type:"string",reference:string,expects:"string",async:!1,message:message$1,"~run"(dataset,config$1){
return typeof dataset.value=="string"?dataset.typed=!0:_addIssue(this,"type",dataset,config$1),dataset}})}function _subIssues(datasets){let issues;if(datasets)for(let dataset of datasets)if(issues)for(let issue of dataset.issues)issues.push(issue);else issues=dataset.
issues;return issues}function union(options,message$1){return _standardSchema({kind:"schema",type:"union",reference:union,expects:_joinExpects(options.map(option2=>option2.
expects),"|"),async:!1,options,message:message$1,"~run"(dataset,config$1){let validDataset,typedDatasets,untypedDatasets;for(let schema of this.options){let optionDataset=schema["\
~run"]({value:dataset.value},config$1);if(optionDataset.typed)if(optionDataset.issues)typedDatasets?typedDatasets.push(optionDataset):typedDatasets=[optionDataset];else{
validDataset=optionDataset;break}else untypedDatasets?untypedDatasets.push(optionDataset):untypedDatasets=[optionDataset]}if(validDataset)return validDataset;if(typedDatasets){
if(typedDatasets.length===1)return typedDatasets[0];_addIssue(this,"type",dataset,config$1,{issues:_subIssues(typedDatasets)}),dataset.typed=!0}else{if(untypedDatasets?.
length===1)return untypedDatasets[0];_addIssue(this,"type",dataset,config$1,{issues:_subIssues(untypedDatasets)})}return dataset}})}function unknown(){return _standardSchema({kind:"schema",type:"unknown",reference:unknown,expects:"unknown",async:!1,"~run"(dataset){return dataset.typed=!0,dataset}})}
function variant(key,options,message$1){return _standardSchema({kind:"schema",type:"variant",reference:variant,expects:"Object",async:!1,key,options,message:message$1,
"~run"(dataset,config$1){let input=dataset.value;if(input&&typeof input=="object"){let outputDataset,maxDiscriminatorPriority=0,invalidDiscriminatorKey=this.key,
expectedDiscriminators=[],parseOptions=(variant$1,allKeys)=>{for(let schema of variant$1.options){if(schema.type==="variant")parseOptions(schema,new Set(allKeys).
add(schema.key));else{let keysAreValid=!0,currentPriority=0;for(let currentKey of allKeys){let discriminatorSchema=schema.entries[currentKey];if(currentKey in input?
discriminatorSchema["~run"]({typed:!1,value:input[currentKey]},ABORT_EARLY_CONFIG).issues:discriminatorSchema.type!=="exact_optional"&&discriminatorSchema.type!==
"optional"&&discriminatorSchema.type!=="nullish"){keysAreValid=!1,invalidDiscriminatorKey!==currentKey&&(maxDiscriminatorPriority<currentPriority||maxDiscriminatorPriority===
currentPriority&&currentKey in input&&!(invalidDiscriminatorKey in input))&&(maxDiscriminatorPriority=currentPriority,invalidDiscriminatorKey=currentKey,expectedDiscriminators=
[]),invalidDiscriminatorKey===currentKey&&expectedDiscriminators.push(schema.entries[currentKey].expects);break}currentPriority++}if(keysAreValid){let optionDataset=schema["\
~run"]({value:input},config$1);(!outputDataset||!outputDataset.typed&&optionDataset.typed)&&(outputDataset=optionDataset)}}if(outputDataset&&!outputDataset.issues)
break}};if(parseOptions(this,new Set([this.key])),outputDataset)return outputDataset;_addIssue(this,"type",dataset,config$1,{input:input[invalidDiscriminatorKey],
expected:_joinExpects(expectedDiscriminators,"|"),path:[{type:"object",origin:"value",input,key:invalidDiscriminatorKey,value:input[invalidDiscriminatorKey]}]})}else
_addIssue(this,"type",dataset,config$1);return dataset}})}function pipe(...pipe$1){return _standardSchema({...pipe$1[0],pipe:pipe$1,"~run"(dataset,config$1){for(let item of pipe$1)if(item.kind!=="metadata"){if(dataset.
issues&&(item.kind==="schema"||item.kind==="transformation")){dataset.typed=!1;break}(!dataset.issues||!config$1.abortEarly&&!config$1.abortPipeEarly)&&(dataset=
item["~run"](dataset,config$1))}return dataset}})}function safeParse(schema,input,config$1){let dataset=schema["~run"]({value:input},getGlobalConfig(config$1));return{typed:dataset.typed,success:!dataset.issues,
output:dataset.value,issues:dataset.issues}}var STEPS={1:sections=>({...sections,version:2,completeUntilMs:{},moves:0,pausedAtMs:null,requests:[],unreportedWarnings:[],deadLetters:[]})};function migrateState(sections){
let{version:version2}=sections,step=typeof version2=="number"?STEPS[version2]:void 0;return step===void 0?sections:migrateState(step(sections))}var id=pipe(string(),regex(/^[!-~]{1,200}$/)),count=pipe(number(),minValue(0)),MAX_TIME_MS=864e13,time=pipe(number(),minValue(-MAX_TIME_MS),maxValue(MAX_TIME_MS)),
destination=picklist(DESTINATION_KINDS),range=union([strictObject({after:id}),strictObject({after:id,until:id})]),ranges=pipe(array(range),check(all=>all.filter(
one=>!("until"in one)).length===1)),checkpoints=record(destination,ranges),MAX_MOVES=1e9,moves=pipe(number(),integer(),minValue(0),maxValue(MAX_MOVES)),completeUntilMs=record(
destination,time),pausedAtMs=nullable(time),lease=nullable(object({holder:string(),expiresAtMs:time})),tokens=record(string(),string()),deadLetterName=object({logId:id,
destination}),request=variant("kind",[object({kind:literal("pause"),atMs:time}),object({kind:literal("resume")}),object({kind:literal("move"),destination,after:id}),
object({kind:literal("discard"),deadLetters:array(deadLetterName)})]),deadLetter=object({logId:id,logType:string(),destination,reason:string(),refusedAtMs:time,
content:exactOptional(string())}),text=string(),texts=array(text),report=object({runId:string(),trigger:picklist(["schedule","administrator","command-line"]),work:exactOptional(
literal("replay")),startedAtMs:time,endedAtMs:time,outcome:picklist(["caught-up","out-of-time","rate-limited","stopped","misconfigured"]),reason:exactOptional(string()),
problems:exactOptional(texts),warnings:exactOptional(texts),pages:count,pageRetries:count,deliveries:array(object({destination,logs:count,batches:count,bytes:count,
retries:count,truncatedRecords:count,deadLetters:exactOptional(count),unresolvedRecords:exactOptional(count),checkpoint:string()})),lagMs:exactOptional(number()),
lastExportedAtMs:exactOptional(number()),capacityLogs:exactOptional(number())});function parseState(document){if(document==null)return{status:"first-run"};if(typeof document!="object"||Array.isArray(document))return broken("is not an object");
let stored=document;if(Object.keys(stored).length===0)return{status:"first-run"};let sections=migrateState(stored),{version:version2}=sections;if(typeof version2==
"number"&&version2>2)return broken(`is of version ${version2}, which a newer version of this program wrote`);if(version2!==2)return broken(`is of no version up \
to ${2}, so this program did not write it`);let position=safeParse(checkpoints,sections.checkpoints);if(!position.success||Array.isArray(sections.checkpoints))return broken(
"has a checkpoint that cannot be read");let warnings=[];function section(name,schema,fallback){let parsed=safeParse(schema,sections[name]);return parsed.success?
parsed.output:(warnings.push(`The stored ${WORDS[name]??name} could not be read and was dropped.`),fallback)}function list(name,schema,rescue=()=>{}){let entries=section(
name,array(unknown()),[]),kept=[];for(let entry of entries){let parsed=safeParse(schema,entry),readable=parsed.success?parsed.output:rescue(entry);readable!==void 0&&
kept.push(readable)}let dropped=entries.length-kept.length;return dropped>0&&warnings.push(`Of the stored ${WORDS[name]??name}, ${dropped} of ${entries.length} \
entries could not be read and were dropped.`),kept}let state={version:2,checkpoints:position.output,completeUntilMs:section("completeUntilMs",completeUntilMs,{}),
moves:section("moves",moves,EMPTY_STATE.moves),pausedAtMs:section("pausedAtMs",pausedAtMs,null),requests:list("requests",request),lease:section("lease",lease,EMPTY_STATE.
lease),unreportedWarnings:list("unreportedWarnings",text),history:list("history",report),deadLetters:list("deadLetters",deadLetter,rescueDeadLetter),tokens:section(
"tokens",tokens,EMPTY_STATE.tokens)},unreportedWarnings=withWarnings(state.unreportedWarnings,warnings);return{status:"parsed",state:{...state,unreportedWarnings}}}
var WORDS={completeUntilMs:"time up to which nothing is missing",moves:"count of moved checkpoints",pausedAtMs:"pause",unreportedWarnings:"warnings of a run tha\
t died",deadLetters:"dead letters"},nameOfDeadLetter=object({logId:id,destination});function rescueDeadLetter(entry){let parsed=safeParse(nameOfDeadLetter,entry);
return parsed.success?{...parsed.output,logType:"",reason:"its stored entry could not be read",refusedAtMs:0}:void 0}function broken(what){return{status:"broken",
reason:`The stored state ${what}. Nothing was exported, so that no log is lost or repeated. Restore the state, or delete it and set START_FROM to where the expo\
rt should go on.`}}function obey(state){return state.requests.length===0?state:{...state.requests.reduce(obeyOne,state),requests:[]}}function obeyOne(state,request2){switch(request2.
kind){case"pause":return{...state,pausedAtMs:request2.atMs};case"resume":return{...state,pausedAtMs:null};case"move":{let{destination:destination2,after}=request2;
return{...withTail(state,destination2,after),moves:state.moves+1}}case"discard":return withoutDeadLetters(state,request2.deadLetters)}}function obedient(change,moves2){
return state=>{let changed2=change(state),{checkpoints:checkpoints2,completeUntilMs:completeUntilMs2}=state,isMoved=state.moves!==moves2;return obey(isMoved?{...changed2,
checkpoints:checkpoints2,completeUntilMs:completeUntilMs2}:changed2)}}var BUDGETS=[{maxHistoryBytes:2e5,maxDeadLetterBytes:15e4},{maxHistoryBytes:5e4,maxDeadLetterBytes:15e4},{maxHistoryBytes:0,maxDeadLetterBytes:15e4},{maxHistoryBytes:0,
maxDeadLetterBytes:5e4},{maxHistoryBytes:0,maxDeadLetterBytes:0}],LAST_TRIM_LEVEL=BUDGETS.length-1,MAX_OTHER_BYTES=5e4;function trimState(state,level=0){let{maxHistoryBytes=0,
maxDeadLetterBytes=0}=BUDGETS[level]??{},{history,deadLetters,tokens:tokens2,...others}=state,isOver=byteCount({...others,tokens:tokens2})>MAX_OTHER_BYTES;return{
...state,history:newestReports(history,maxHistoryBytes),deadLetters:withinBudget(deadLetters,maxDeadLetterBytes),tokens:isOver?{}:tokens2}}function newestReports(history,maxBytes){
let bytes=0,kept=history.findIndex(report2=>(bytes+=byteCount(report2)+1,bytes>maxBytes));return kept===-1?history:history.slice(0,Math.max(1,kept))}function withinBudget(letters,maxBytes){
let excess=byteCount(letters)-maxBytes;return letters.map(letter=>{let{content,...rest}=letter;return excess<=0||content===void 0?letter:(excess-=byteCount(letter)-
byteCount(rest),rest)})}function byteCount(value){return Buffer.byteLength(JSON.stringify(value))}var MAX_CONFLICTS=5,ATTEMPT_TIMEOUT_MS=5e3;function createStateKeeper({store,clock,random:random2,holder},read){let{state,version:version2}=read,lastUpdate=Promise.
resolve(),isLost=!1,trimLevel=0,never=new AbortController().signal;function hasEnded({history}){return history.some(({runId})=>runId===holder)}async function readAgain(timeoutMs){
let again=await store.read(timeoutMs);if(again.status==="failed")return{status:"retry",reason:again.reason};let parsed=parseState(again.document);if(parsed.status===
"parsed"&&hasEnded(parsed.state))return{status:"written",state:parsed.state};if(parsed.status!=="parsed"||parsed.state.lease?.holder!==holder)return isLost=!0,{
status:"lease-lost"};state=parsed.state,version2=again.version}async function writeTrimmed(wanted,endsAtMs){for(;;){let trimmed=trimState(wanted,trimLevel),write=await store.
write(trimmed,version2,endsAtMs-clock.now());if(!(write.status==="failed"&&write.isTooLarge)||trimLevel===LAST_TRIM_LEVEL)return{write,trimmed};trimLevel+=1}}async function attempt(change,timeoutMs){
let endsAtMs=clock.now()+timeoutMs;for(let conflicts=0;conflicts<MAX_CONFLICTS;conflicts+=1){if(isLost)return{status:"lease-lost"};let{write,trimmed}=await writeTrimmed(
change(state),endsAtMs);if(write.status==="written")return state=trimmed,version2=write.version,{status:"written",state};if(write.status==="failed")return{status:"\
retry",reason:write.reason};let problem=await readAgain(endsAtMs-clock.now());if(problem!==void 0)return problem}return{status:"failed",reason:"the state is bei\
ng changed by somebody else all the time"}}async function update(change,untilMs){let limits={untilMs,attemptTimeoutMs:ATTEMPT_TIMEOUT_MS,signal:never},{outcome}=await retrying(
timeoutMs=>attempt(change,timeoutMs),limits,clock,random2);return outcome.status==="retry"?{status:"failed",reason:outcome.reason}:outcome}return{update(change,untilMs){
let result=lastUpdate.then(()=>update(change,untilMs)).catch(error=>({status:"failed",reason:defectReason(error)}));return lastUpdate=result,result}}}function timeBudget(startedAtMs,maxRunMs){let deadlineMs=startedAtMs+maxRunMs,deliverUntilMs=deadlineMs-maxRunMs*.075,saveUntilMs=(deliverUntilMs+deadlineMs)/2;
return{startedAtMs,fetchUntilMs:deliverUntilMs-maxRunMs*.15,deliverUntilMs,saveUntilMs,overtimeMs:(saveUntilMs+deadlineMs)/2,deadlineMs,attemptTimeoutMs:Math.min(
8e3,maxRunMs*.4),maxUnsentMs:Math.min(2e3,maxRunMs*.2)}}var READ_TIMEOUT_MS=5e3,NOTHING_DONE={pages:0,pageRetries:0,deliveries:[]};async function run(parts,trigger,work){let{store,clock,random:random2,maxRunMs}=parts,
budget=timeBudget(clock.now(),maxRunMs),holder=newRunId(clock,random2),begun={runId:holder,trigger,...work.kind===void 0?{}:{work:work.kind},startedAtMs:budget.
startedAtMs};function report2(result2){let{finish:_,...rest}=result2;return{...begun,endedAtMs:clock.now(),...rest}}function stopped(reason){return{status:"ran",
report:report2({outcome:"stopped",reason,...NOTHING_DONE})}}let readMs=Math.min(READ_TIMEOUT_MS,budget.fetchUntilMs-budget.startedAtMs),read=await store.read(readMs);
if(read.status==="failed")return stopped(`the state could not be read: ${read.reason}`);let parsed=parseState(read.document);if(parsed.status==="broken")return stopped(
parsed.reason);let state=parsed.status==="first-run"?EMPTY_STATE:obey(parsed.state),minIntervalMs=trigger==="schedule"?parts.minIntervalMs:0,admitted=admission(
state,clock.now(),minIntervalMs);if(admitted!=="start")return{status:admitted};if(state.pausedAtMs!==null&&trigger!=="administrator")return{status:"paused"};let keeper=createStateKeeper(
{store,clock,random:random2,holder},{state,version:read.version}),held=createHeldRun(keeper,clock,holder,budget,state),taken=await held.save(work.prepare);if(taken.
status==="lease-lost")return{status:"busy"};if(taken.status==="failed")return stopped(`the state could not be stored: ${taken.reason}`);let performed=(async()=>taken.
status==="overruled"?{...unsavedEnding(taken),...NOTHING_DONE}:work.perform(held))().catch(error=>({...defectEnding(error),...NOTHING_DONE})),result=await inTime(
performed,budget.overtimeMs,endless,clock);held.close();let warnings=withWarnings(state.unreportedWarnings,result.warnings),final=report2(warnings.length===0?result:
{...result,warnings}),finish=current=>({...result.finish?.(current)??current,unreportedWarnings:current.unreportedWarnings.filter(text2=>!warnings.includes(text2)),
history:[final,...current.history],lease:null}),stored=await keeper.update(obedient(finish,state.moves),budget.deadlineMs);return stored.status==="written"?{status:"\
ran",report:final}:{status:"ran",report:{...final,...unsavedEnding(stored)}}}function endless(){return{outcome:"stopped",reason:"the exporter has a defect (the \
run did not end by itself); please report it",...NOTHING_DONE}}function createHeldRun(keeper,clock,holder,budget,before){let leaseExpiresAtMs=0,isClosed=!1;return{
budget,before,close(){isClosed=!0},async save(change){if(isClosed)return{status:"lease-lost"};let askedAtMs=clock.now(),renewed=state=>withLease(change(state),holder,
askedAtMs),update=await keeper.update(obedient(renewed,before.moves),budget.saveUntilMs);if(update.status!=="written")return update;leaseExpiresAtMs=askedAtMs+LEASE_MS;
let reason=overruling(before,update.state);return reason===void 0?update:{status:"overruled",reason}},isLeaseValid:()=>!isClosed&&clock.now()<leaseExpiresAtMs}}
function overruling(before,now){if(now.moves!==before.moves)return"an administrator moved the checkpoint";if(now.pausedAtMs!==before.pausedAtMs&&now.pausedAtMs!==
null)return"an administrator paused the export"}function newRunId(clock,random2){let chance=Math.floor(random2()*2821109907456).toString(36).padStart(8,"0");return`${clock.
now().toString(36)}-${chance}`}var import_node_http3=require("node:http"),import_node_https2=require("node:https");var import_node_http2=__toESM(require("node:http"),1),import_node_https=__toESM(require("node:https"),1),import_node_zlib=__toESM(require("node:zlib"),1),import_node_stream2=__toESM(require("node:stream"),1),
import_node_buffer2=require("node:buffer");function dataUriToBuffer(uri){if(!/^data:/i.test(uri))throw new TypeError('`uri` does not appear to be a Data URI (must begin with "data:")');uri=uri.replace(/\r?\n/g,
"");let firstComma=uri.indexOf(",");if(firstComma===-1||firstComma<=4)throw new TypeError("malformed data: URI");let meta=uri.substring(5,firstComma).split(";"),
charset="",base64=!1,type=meta[0]||"text/plain",typeFull=type;for(let i2=1;i2<meta.length;i2++)meta[i2]==="base64"?base64=!0:meta[i2]&&(typeFull+=`;${meta[i2]}`,
meta[i2].indexOf("charset=")===0&&(charset=meta[i2].substring(8)));!meta[0]&&!charset.length&&(typeFull+=";charset=US-ASCII",charset="US-ASCII");let encoding=base64?
"base64":"ascii",data=unescape(uri.substring(firstComma+1)),buffer=Buffer.from(data,encoding);return buffer.type=type,buffer.typeFull=typeFull,buffer.charset=charset,
buffer}var dist_default=dataUriToBuffer;var import_node_stream=__toESM(require("node:stream"),1),import_node_util=require("node:util"),import_node_buffer=require("node:buffer");init_fetch_blob();init_esm_min();var FetchBaseError=class extends Error{constructor(message2,type){super(message2),Error.captureStackTrace(this,this.constructor),this.type=type}get name(){return this.
constructor.name}get[Symbol.toStringTag](){return this.constructor.name}};var FetchError=class extends FetchBaseError{constructor(message2,type,systemError){super(message2,type),systemError&&(this.code=this.errno=systemError.code,this.
erroredSysCall=systemError.syscall)}};var NAME=Symbol.toStringTag,isURLSearchParameters=object2=>typeof object2=="object"&&typeof object2.append=="function"&&typeof object2.delete=="function"&&typeof object2.
get=="function"&&typeof object2.getAll=="function"&&typeof object2.has=="function"&&typeof object2.set=="function"&&typeof object2.sort=="function"&&object2[NAME]===
"URLSearchParams",isBlob=object2=>object2&&typeof object2=="object"&&typeof object2.arrayBuffer=="function"&&typeof object2.type=="string"&&typeof object2.stream==
"function"&&typeof object2.constructor=="function"&&/^(Blob|File)$/.test(object2[NAME]),isAbortSignal=object2=>typeof object2=="object"&&(object2[NAME]==="Abort\
Signal"||object2[NAME]==="EventTarget"),isDomainOrSubdomain=(destination2,original)=>{let orig=new URL(original).hostname,dest=new URL(destination2).hostname;return orig===
dest||orig.endsWith(`.${dest}`)},isSameProtocol=(destination2,original)=>{let orig=new URL(original).protocol,dest=new URL(destination2).protocol;return orig===
dest};var pipeline=(0,import_node_util.promisify)(import_node_stream.default.pipeline),INTERNALS=Symbol("Body internals"),Body=class{constructor(body,{size=0}={}){let boundary=null;
body===null?body=null:isURLSearchParameters(body)?body=import_node_buffer.Buffer.from(body.toString()):isBlob(body)||import_node_buffer.Buffer.isBuffer(body)||(import_node_util.types.
isAnyArrayBuffer(body)?body=import_node_buffer.Buffer.from(body):ArrayBuffer.isView(body)?body=import_node_buffer.Buffer.from(body.buffer,body.byteOffset,body.byteLength):
body instanceof import_node_stream.default||(body instanceof FormData2?(body=formDataToBlob(body),boundary=body.type.split("=")[1]):body=import_node_buffer.Buffer.
from(String(body))));let stream=body;import_node_buffer.Buffer.isBuffer(body)?stream=import_node_stream.default.Readable.from(body):isBlob(body)&&(stream=import_node_stream.default.
Readable.from(body.stream())),this[INTERNALS]={body,stream,boundary,disturbed:!1,error:null},this.size=size,body instanceof import_node_stream.default&&body.on(
"error",error_=>{let error=error_ instanceof FetchBaseError?error_:new FetchError(`Invalid response body while trying to fetch ${this.url}: ${error_.message}`,"\
system",error_);this[INTERNALS].error=error})}get body(){return this[INTERNALS].stream}get bodyUsed(){return this[INTERNALS].disturbed}async arrayBuffer(){let{buffer,
byteOffset,byteLength}=await consumeBody(this);return buffer.slice(byteOffset,byteOffset+byteLength)}async formData(){let ct=this.headers.get("content-type");if(ct.
startsWith("application/x-www-form-urlencoded")){let formData=new FormData2,parameters=new URLSearchParams(await this.text());for(let[name,value]of parameters)formData.
append(name,value);return formData}let{toFormData:toFormData2}=await Promise.resolve().then(()=>(init_multipart_parser(),multipart_parser_exports));return toFormData2(
this.body,ct)}async blob(){let ct=this.headers&&this.headers.get("content-type")||this[INTERNALS].body&&this[INTERNALS].body.type||"",buf=await this.arrayBuffer();
return new fetch_blob_default([buf],{type:ct})}async json(){let text2=await this.text();return JSON.parse(text2)}async text(){let buffer=await consumeBody(this);
return new TextDecoder().decode(buffer)}buffer(){return consumeBody(this)}};Body.prototype.buffer=(0,import_node_util.deprecate)(Body.prototype.buffer,"Please u\
se 'response.arrayBuffer()' instead of 'response.buffer()'","node-fetch#buffer");Object.defineProperties(Body.prototype,{body:{enumerable:!0},bodyUsed:{enumerable:!0},
arrayBuffer:{enumerable:!0},blob:{enumerable:!0},json:{enumerable:!0},text:{enumerable:!0},data:{get:(0,import_node_util.deprecate)(()=>{},"data doesn't exist, \
use json(), text(), arrayBuffer(), or body instead","https://github.com/node-fetch/node-fetch/issues/1000 (response)")}});async function consumeBody(data){if(data[INTERNALS].
disturbed)throw new TypeError(`body used already for: ${data.url}`);if(data[INTERNALS].disturbed=!0,data[INTERNALS].error)throw data[INTERNALS].error;let{body}=data;
if(body===null)return import_node_buffer.Buffer.alloc(0);if(!(body instanceof import_node_stream.default))return import_node_buffer.Buffer.alloc(0);let accum=[],
accumBytes=0;try{for await(let chunk of body){if(data.size>0&&accumBytes+chunk.length>data.size){let error=new FetchError(`content size at ${data.url} over limi\
t: ${data.size}`,"max-size");throw body.destroy(error),error}accumBytes+=chunk.length,accum.push(chunk)}}catch(error){throw error instanceof FetchBaseError?error:
new FetchError(`Invalid response body while trying to fetch ${data.url}: ${error.message}`,"system",error)}if(body.readableEnded===!0||body._readableState.ended===
!0)try{return accum.every(c=>typeof c=="string")?import_node_buffer.Buffer.from(accum.join("")):import_node_buffer.Buffer.concat(accum,accumBytes)}catch(error){
throw new FetchError(`Could not create Buffer from response body for ${data.url}: ${error.message}`,"system",error)}else throw new FetchError(`Premature close o\
f server response while trying to fetch ${data.url}`)}var clone=(instance,highWaterMark)=>{let p1,p2,{body}=instance[INTERNALS];if(instance.bodyUsed)throw new Error(
"cannot clone body after it is used");return body instanceof import_node_stream.default&&typeof body.getBoundary!="function"&&(p1=new import_node_stream.PassThrough(
{highWaterMark}),p2=new import_node_stream.PassThrough({highWaterMark}),body.pipe(p1),body.pipe(p2),instance[INTERNALS].stream=p1,body=p2),body},getNonSpecFormDataBoundary=(0,import_node_util.deprecate)(
body=>body.getBoundary(),"form-data doesn't follow the spec and requires special treatment. Use alternative package","https://github.com/node-fetch/node-fetch/i\
ssues/1167"),extractContentType=(body,request2)=>body===null?null:typeof body=="string"?"text/plain;charset=UTF-8":isURLSearchParameters(body)?"application/x-ww\
w-form-urlencoded;charset=UTF-8":isBlob(body)?body.type||null:import_node_buffer.Buffer.isBuffer(body)||import_node_util.types.isAnyArrayBuffer(body)||ArrayBuffer.
isView(body)?null:body instanceof FormData2?`multipart/form-data; boundary=${request2[INTERNALS].boundary}`:body&&typeof body.getBoundary=="function"?`multipart\
/form-data;boundary=${getNonSpecFormDataBoundary(body)}`:body instanceof import_node_stream.default?null:"text/plain;charset=UTF-8",getTotalBytes=request2=>{let{
body}=request2[INTERNALS];return body===null?0:isBlob(body)?body.size:import_node_buffer.Buffer.isBuffer(body)?body.length:body&&typeof body.getLengthSync=="fun\
ction"&&body.hasKnownLength&&body.hasKnownLength()?body.getLengthSync():null},writeToStream=async(dest,{body})=>{body===null?dest.end():await pipeline(body,dest)};var import_node_util2=require("node:util"),import_node_http=__toESM(require("node:http"),1),validateHeaderName=typeof import_node_http.default.validateHeaderName==
"function"?import_node_http.default.validateHeaderName:name=>{if(!/^[\^`\-\w!#$%&'*+.|~]+$/.test(name)){let error=new TypeError(`Header name must be a valid HTT\
P token [${name}]`);throw Object.defineProperty(error,"code",{value:"ERR_INVALID_HTTP_TOKEN"}),error}},validateHeaderValue=typeof import_node_http.default.validateHeaderValue==
"function"?import_node_http.default.validateHeaderValue:(name,value)=>{if(/[^\t\u0020-\u007E\u0080-\u00FF]/.test(value)){let error=new TypeError(`Invalid charac\
ter in header content ["${name}"]`);throw Object.defineProperty(error,"code",{value:"ERR_INVALID_CHAR"}),error}},Headers=class _Headers extends URLSearchParams{constructor(init){
let result=[];if(init instanceof _Headers){let raw=init.raw();for(let[name,values]of Object.entries(raw))result.push(...values.map(value=>[name,value]))}else if(init!=
null)if(typeof init=="object"&&!import_node_util2.types.isBoxedPrimitive(init)){let method=init[Symbol.iterator];if(method==null)result.push(...Object.entries(init));else{
if(typeof method!="function")throw new TypeError("Header pairs must be iterable");result=[...init].map(pair=>{if(typeof pair!="object"||import_node_util2.types.
isBoxedPrimitive(pair))throw new TypeError("Each header pair must be an iterable object");return[...pair]}).map(pair=>{if(pair.length!==2)throw new TypeError("E\
ach header pair must be a name/value tuple");return[...pair]})}}else throw new TypeError("Failed to construct 'Headers': The provided value is not of type '(seq\
uence<sequence<ByteString>> or record<ByteString, ByteString>)");return result=result.length>0?result.map(([name,value])=>(validateHeaderName(name),validateHeaderValue(
name,String(value)),[String(name).toLowerCase(),String(value)])):void 0,super(result),new Proxy(this,{get(target,p,receiver){switch(p){case"append":case"set":return(name,value)=>(validateHeaderName(
name),validateHeaderValue(name,String(value)),URLSearchParams.prototype[p].call(target,String(name).toLowerCase(),String(value)));case"delete":case"has":case"ge\
tAll":return name=>(validateHeaderName(name),URLSearchParams.prototype[p].call(target,String(name).toLowerCase()));case"keys":return()=>(target.sort(),new Set(URLSearchParams.
prototype.keys.call(target)).keys());default:return Reflect.get(target,p,receiver)}}})}get[Symbol.toStringTag](){return this.constructor.name}toString(){return Object.
prototype.toString.call(this)}get(name){let values=this.getAll(name);if(values.length===0)return null;let value=values.join(", ");return/^content-encoding$/i.test(
name)&&(value=value.toLowerCase()),value}forEach(callback,thisArg=void 0){for(let name of this.keys())Reflect.apply(callback,thisArg,[this.get(name),name,this])}*values(){
for(let name of this.keys())yield this.get(name)}*entries(){for(let name of this.keys())yield[name,this.get(name)]}[Symbol.iterator](){return this.entries()}raw(){
return[...this.keys()].reduce((result,key)=>(result[key]=this.getAll(key),result),{})}[Symbol.for("nodejs.util.inspect.custom")](){return[...this.keys()].reduce(
(result,key)=>{let values=this.getAll(key);return key==="host"?result[key]=values[0]:result[key]=values.length>1?values:values[0],result},{})}};Object.defineProperties(
Headers.prototype,["get","entries","forEach","values"].reduce((result,property)=>(result[property]={enumerable:!0},result),{}));function fromRawHeaders(headers=[]){
return new Headers(headers.reduce((result,value,index,array2)=>(index%2===0&&result.push(array2.slice(index,index+2)),result),[]).filter(([name,value])=>{try{return validateHeaderName(
name),validateHeaderValue(name,String(value)),!0}catch{return!1}}))}var redirectStatus=new Set([301,302,303,307,308]),isRedirect=code=>redirectStatus.has(code);var INTERNALS2=Symbol("Response internals"),Response=class _Response extends Body{constructor(body=null,options={}){super(body,options);let status=options.status!=
null?options.status:200,headers=new Headers(options.headers);if(body!==null&&!headers.has("Content-Type")){let contentType=extractContentType(body,this);contentType&&
headers.append("Content-Type",contentType)}this[INTERNALS2]={type:"default",url:options.url,status,statusText:options.statusText||"",headers,counter:options.counter,
highWaterMark:options.highWaterMark}}get type(){return this[INTERNALS2].type}get url(){return this[INTERNALS2].url||""}get status(){return this[INTERNALS2].status}get ok(){
return this[INTERNALS2].status>=200&&this[INTERNALS2].status<300}get redirected(){return this[INTERNALS2].counter>0}get statusText(){return this[INTERNALS2].statusText}get headers(){
return this[INTERNALS2].headers}get highWaterMark(){return this[INTERNALS2].highWaterMark}clone(){return new _Response(clone(this,this.highWaterMark),{type:this.
type,url:this.url,status:this.status,statusText:this.statusText,headers:this.headers,ok:this.ok,redirected:this.redirected,size:this.size,highWaterMark:this.highWaterMark})}static redirect(url,status=302){
if(!isRedirect(status))throw new RangeError('Failed to execute "redirect" on "response": Invalid status code');return new _Response(null,{headers:{location:new URL(
url).toString()},status})}static error(){let response=new _Response(null,{status:0,statusText:""});return response[INTERNALS2].type="error",response}static json(data=void 0,init={}){
let body=JSON.stringify(data);if(body===void 0)throw new TypeError("data is not JSON serializable");let headers=new Headers(init&&init.headers);return headers.has(
"content-type")||headers.set("content-type","application/json"),new _Response(body,{...init,headers})}get[Symbol.toStringTag](){return"Response"}};Object.defineProperties(
Response.prototype,{type:{enumerable:!0},url:{enumerable:!0},status:{enumerable:!0},ok:{enumerable:!0},redirected:{enumerable:!0},statusText:{enumerable:!0},headers:{
enumerable:!0},clone:{enumerable:!0}});var import_node_url=require("node:url"),import_node_util3=require("node:util");var getSearch=parsedURL=>{if(parsedURL.search)return parsedURL.search;let lastOffset=parsedURL.href.length-1,hash=parsedURL.hash||(parsedURL.href[lastOffset]===
"#"?"#":"");return parsedURL.href[lastOffset-hash.length]==="?"?"?":""};var import_node_net=require("node:net");function stripURLForUseAsAReferrer(url,originOnly=!1){return url==null||(url=new URL(url),/^(about|blob|data):$/.test(url.
protocol))?"no-referrer":(url.username="",url.password="",url.hash="",originOnly&&(url.pathname="",url.search=""),url)}var ReferrerPolicy=new Set(["","no-referr\
er","no-referrer-when-downgrade","same-origin","origin","strict-origin","origin-when-cross-origin","strict-origin-when-cross-origin","unsafe-url"]),DEFAULT_REFERRER_POLICY="\
strict-origin-when-cross-origin";function validateReferrerPolicy(referrerPolicy){if(!ReferrerPolicy.has(referrerPolicy))throw new TypeError(`Invalid referrerPol\
icy: ${referrerPolicy}`);return referrerPolicy}function isOriginPotentiallyTrustworthy(url){if(/^(http|ws)s:$/.test(url.protocol))return!0;let hostIp=url.host.replace(
/(^\[)|(]$)/g,""),hostIPVersion=(0,import_node_net.isIP)(hostIp);return hostIPVersion===4&&/^127\./.test(hostIp)||hostIPVersion===6&&/^(((0+:){7})|(::(0+:){0,6}))0*1$/.
test(hostIp)?!0:url.host==="localhost"||url.host.endsWith(".localhost")?!1:url.protocol==="file:"}function isUrlPotentiallyTrustworthy(url){return/^about:(blank|srcdoc)$/.
test(url)||url.protocol==="data:"||/^(blob|filesystem):$/.test(url.protocol)?!0:isOriginPotentiallyTrustworthy(url)}function determineRequestsReferrer(request2,{
referrerURLCallback,referrerOriginCallback}={}){if(request2.referrer==="no-referrer"||request2.referrerPolicy==="")return null;let policy=request2.referrerPolicy;
if(request2.referrer==="about:client")return"no-referrer";let referrerSource=request2.referrer,referrerURL=stripURLForUseAsAReferrer(referrerSource),referrerOrigin=stripURLForUseAsAReferrer(
referrerSource,!0);referrerURL.toString().length>4096&&(referrerURL=referrerOrigin),referrerURLCallback&&(referrerURL=referrerURLCallback(referrerURL)),referrerOriginCallback&&
(referrerOrigin=referrerOriginCallback(referrerOrigin));let currentURL=new URL(request2.url);switch(policy){case"no-referrer":return"no-referrer";case"origin":return referrerOrigin;case"\
unsafe-url":return referrerURL;case"strict-origin":return isUrlPotentiallyTrustworthy(referrerURL)&&!isUrlPotentiallyTrustworthy(currentURL)?"no-referrer":referrerOrigin.
toString();case"strict-origin-when-cross-origin":return referrerURL.origin===currentURL.origin?referrerURL:isUrlPotentiallyTrustworthy(referrerURL)&&!isUrlPotentiallyTrustworthy(
currentURL)?"no-referrer":referrerOrigin;case"same-origin":return referrerURL.origin===currentURL.origin?referrerURL:"no-referrer";case"origin-when-cross-origin":
return referrerURL.origin===currentURL.origin?referrerURL:referrerOrigin;case"no-referrer-when-downgrade":return isUrlPotentiallyTrustworthy(referrerURL)&&!isUrlPotentiallyTrustworthy(
currentURL)?"no-referrer":referrerURL;default:throw new TypeError(`Invalid referrerPolicy: ${policy}`)}}function parseReferrerPolicyFromHeader(headers){let policyTokens=(headers.
get("referrer-policy")||"").split(/[,\s]+/),policy="";for(let token of policyTokens)token&&ReferrerPolicy.has(token)&&(policy=token);return policy}var INTERNALS3=Symbol("Request internals"),isRequest=object2=>typeof object2=="object"&&typeof object2[INTERNALS3]=="object",doBadDataWarn=(0,import_node_util3.deprecate)(
()=>{},".data is not a valid RequestInit property, use .body instead","https://github.com/node-fetch/node-fetch/issues/1000 (request)"),Request=class _Request extends Body{constructor(input,init={}){
let parsedURL;if(isRequest(input)?parsedURL=new URL(input.url):(parsedURL=new URL(input),input={}),parsedURL.username!==""||parsedURL.password!=="")throw new TypeError(
`${parsedURL} is an url with embedded credentials.`);let method=init.method||input.method||"GET";if(/^(delete|get|head|options|post|put)$/i.test(method)&&(method=
method.toUpperCase()),!isRequest(init)&&"data"in init&&doBadDataWarn(),(init.body!=null||isRequest(input)&&input.body!==null)&&(method==="GET"||method==="HEAD"))
throw new TypeError("Request with GET/HEAD method cannot have body");let inputBody=init.body?init.body:isRequest(input)&&input.body!==null?clone(input):null;super(
inputBody,{size:init.size||input.size||0});let headers=new Headers(init.headers||input.headers||{});if(inputBody!==null&&!headers.has("Content-Type")){let contentType=extractContentType(
inputBody,this);contentType&&headers.set("Content-Type",contentType)}let signal=isRequest(input)?input.signal:null;if("signal"in init&&(signal=init.signal),signal!=
null&&!isAbortSignal(signal))throw new TypeError("Expected signal to be an instanceof AbortSignal or EventTarget");let referrer=init.referrer==null?input.referrer:
init.referrer;if(referrer==="")referrer="no-referrer";else if(referrer){let parsedReferrer=new URL(referrer);referrer=/^about:(\/\/)?client$/.test(parsedReferrer)?
"client":parsedReferrer}else referrer=void 0;this[INTERNALS3]={method,redirect:init.redirect||input.redirect||"follow",headers,parsedURL,signal,referrer},this.follow=
init.follow===void 0?input.follow===void 0?20:input.follow:init.follow,this.compress=init.compress===void 0?input.compress===void 0?!0:input.compress:init.compress,
this.counter=init.counter||input.counter||0,this.agent=init.agent||input.agent,this.highWaterMark=init.highWaterMark||input.highWaterMark||16384,this.insecureHTTPParser=
init.insecureHTTPParser||input.insecureHTTPParser||!1,this.referrerPolicy=init.referrerPolicy||input.referrerPolicy||""}get method(){return this[INTERNALS3].method}get url(){
return(0,import_node_url.format)(this[INTERNALS3].parsedURL)}get headers(){return this[INTERNALS3].headers}get redirect(){return this[INTERNALS3].redirect}get signal(){
return this[INTERNALS3].signal}get referrer(){if(this[INTERNALS3].referrer==="no-referrer")return"";if(this[INTERNALS3].referrer==="client")return"about:client";
if(this[INTERNALS3].referrer)return this[INTERNALS3].referrer.toString()}get referrerPolicy(){return this[INTERNALS3].referrerPolicy}set referrerPolicy(referrerPolicy){
this[INTERNALS3].referrerPolicy=validateReferrerPolicy(referrerPolicy)}clone(){return new _Request(this)}get[Symbol.toStringTag](){return"Request"}};Object.defineProperties(
Request.prototype,{method:{enumerable:!0},url:{enumerable:!0},headers:{enumerable:!0},redirect:{enumerable:!0},clone:{enumerable:!0},signal:{enumerable:!0},referrer:{
enumerable:!0},referrerPolicy:{enumerable:!0}});var getNodeRequestOptions=request2=>{let{parsedURL}=request2[INTERNALS3],headers=new Headers(request2[INTERNALS3].
headers);headers.has("Accept")||headers.set("Accept","*/*");let contentLengthValue=null;if(request2.body===null&&/^(post|put)$/i.test(request2.method)&&(contentLengthValue=
"0"),request2.body!==null){let totalBytes=getTotalBytes(request2);typeof totalBytes=="number"&&!Number.isNaN(totalBytes)&&(contentLengthValue=String(totalBytes))}
contentLengthValue&&headers.set("Content-Length",contentLengthValue),request2.referrerPolicy===""&&(request2.referrerPolicy=DEFAULT_REFERRER_POLICY),request2.referrer&&
request2.referrer!=="no-referrer"?request2[INTERNALS3].referrer=determineRequestsReferrer(request2):request2[INTERNALS3].referrer="no-referrer",request2[INTERNALS3].
referrer instanceof URL&&headers.set("Referer",request2.referrer),headers.has("User-Agent")||headers.set("User-Agent","node-fetch"),request2.compress&&!headers.
has("Accept-Encoding")&&headers.set("Accept-Encoding","gzip, deflate, br");let{agent}=request2;typeof agent=="function"&&(agent=agent(parsedURL));let search=getSearch(
parsedURL),options={path:parsedURL.pathname+search,method:request2.method,headers:headers[Symbol.for("nodejs.util.inspect.custom")](),insecureHTTPParser:request2.
insecureHTTPParser,agent};return{parsedURL,options}};var AbortError=class extends FetchBaseError{constructor(message2,type="aborted"){super(message2,type)}};init_esm_min();init_from();var supportedSchemas=new Set(["data:","http:","https:"]);async function fetch(url,options_){return new Promise((resolve,reject)=>{let request2=new Request(url,options_),
{parsedURL,options}=getNodeRequestOptions(request2);if(!supportedSchemas.has(parsedURL.protocol))throw new TypeError(`node-fetch cannot load ${url}. URL scheme \
"${parsedURL.protocol.replace(/:$/,"")}" is not supported.`);if(parsedURL.protocol==="data:"){let data=dist_default(request2.url),response2=new Response(data,{headers:{
"Content-Type":data.typeFull}});resolve(response2);return}let send=(parsedURL.protocol==="https:"?import_node_https.default:import_node_http2.default).request,{
signal}=request2,response=null,abort=()=>{let error=new AbortError("The operation was aborted.");reject(error),request2.body&&request2.body instanceof import_node_stream2.default.
Readable&&request2.body.destroy(error),!(!response||!response.body)&&response.body.emit("error",error)};if(signal&&signal.aborted){abort();return}let abortAndFinalize=()=>{
abort(),finalize()},request_=send(parsedURL.toString(),options);signal&&signal.addEventListener("abort",abortAndFinalize);let finalize=()=>{request_.abort(),signal&&
signal.removeEventListener("abort",abortAndFinalize)};request_.on("error",error=>{reject(new FetchError(`request to ${request2.url} failed, reason: ${error.message}`,
"system",error)),finalize()}),fixResponseChunkedTransferBadEnding(request_,error=>{response&&response.body&&response.body.destroy(error)}),process.version<"v14"&&
request_.on("socket",s2=>{let endedWithEventsCount;s2.prependListener("end",()=>{endedWithEventsCount=s2._eventsCount}),s2.prependListener("close",hadError=>{if(response&&
endedWithEventsCount<s2._eventsCount&&!hadError){let error=new Error("Premature close");error.code="ERR_STREAM_PREMATURE_CLOSE",response.body.emit("error",error)}})}),
request_.on("response",response_=>{request_.setTimeout(0);let headers=fromRawHeaders(response_.rawHeaders);if(isRedirect(response_.statusCode)){let location=headers.
get("Location"),locationURL=null;try{locationURL=location===null?null:new URL(location,request2.url)}catch{if(request2.redirect!=="manual"){reject(new FetchError(
`uri requested responds with an invalid redirect URL: ${location}`,"invalid-redirect")),finalize();return}}switch(request2.redirect){case"error":reject(new FetchError(
`uri requested responds with a redirect, redirect mode is set to error: ${request2.url}`,"no-redirect")),finalize();return;case"manual":break;case"follow":{if(locationURL===
null)break;if(request2.counter>=request2.follow){reject(new FetchError(`maximum redirect reached at: ${request2.url}`,"max-redirect")),finalize();return}let requestOptions={
headers:new Headers(request2.headers),follow:request2.follow,counter:request2.counter+1,agent:request2.agent,compress:request2.compress,method:request2.method,body:clone(
request2),signal:request2.signal,size:request2.size,referrer:request2.referrer,referrerPolicy:request2.referrerPolicy};if(!isDomainOrSubdomain(request2.url,locationURL)||
!isSameProtocol(request2.url,locationURL))for(let name of["authorization","www-authenticate","cookie","cookie2"])requestOptions.headers.delete(name);if(response_.
statusCode!==303&&request2.body&&options_.body instanceof import_node_stream2.default.Readable){reject(new FetchError("Cannot follow redirect with body being a \
readable stream","unsupported-redirect")),finalize();return}(response_.statusCode===303||(response_.statusCode===301||response_.statusCode===302)&&request2.method===
"POST")&&(requestOptions.method="GET",requestOptions.body=void 0,requestOptions.headers.delete("content-length"));let responseReferrerPolicy=parseReferrerPolicyFromHeader(
headers);responseReferrerPolicy&&(requestOptions.referrerPolicy=responseReferrerPolicy),resolve(fetch(new Request(locationURL,requestOptions))),finalize();return}default:
return reject(new TypeError(`Redirect option '${request2.redirect}' is not a valid value of RequestRedirect`))}}signal&&response_.once("end",()=>{signal.removeEventListener(
"abort",abortAndFinalize)});let body=(0,import_node_stream2.pipeline)(response_,new import_node_stream2.PassThrough,error=>{error&&reject(error)});process.version<
"v12.10"&&response_.on("aborted",abortAndFinalize);let responseOptions={url:request2.url,status:response_.statusCode,statusText:response_.statusMessage,headers,
size:request2.size,counter:request2.counter,highWaterMark:request2.highWaterMark},codings=headers.get("Content-Encoding");if(!request2.compress||request2.method===
"HEAD"||codings===null||response_.statusCode===204||response_.statusCode===304){response=new Response(body,responseOptions),resolve(response);return}let zlibOptions={
flush:import_node_zlib.default.Z_SYNC_FLUSH,finishFlush:import_node_zlib.default.Z_SYNC_FLUSH};if(codings==="gzip"||codings==="x-gzip"){body=(0,import_node_stream2.pipeline)(
body,import_node_zlib.default.createGunzip(zlibOptions),error=>{error&&reject(error)}),response=new Response(body,responseOptions),resolve(response);return}if(codings===
"deflate"||codings==="x-deflate"){let raw=(0,import_node_stream2.pipeline)(response_,new import_node_stream2.PassThrough,error=>{error&&reject(error)});raw.once(
"data",chunk=>{(chunk[0]&15)===8?body=(0,import_node_stream2.pipeline)(body,import_node_zlib.default.createInflate(),error=>{error&&reject(error)}):body=(0,import_node_stream2.pipeline)(
body,import_node_zlib.default.createInflateRaw(),error=>{error&&reject(error)}),response=new Response(body,responseOptions),resolve(response)}),raw.once("end",()=>{
response||(response=new Response(body,responseOptions),resolve(response))});return}if(codings==="br"){body=(0,import_node_stream2.pipeline)(body,import_node_zlib.default.
createBrotliDecompress(),error=>{error&&reject(error)}),response=new Response(body,responseOptions),resolve(response);return}response=new Response(body,responseOptions),
resolve(response)}),writeToStream(request_,request2).catch(reject)})}function fixResponseChunkedTransferBadEnding(request2,errorCallback){let LAST_CHUNK=import_node_buffer2.Buffer.
from(`0\r
\r
`),isChunkedTransfer=!1,properLastChunkReceived=!1,previousChunk;request2.on("response",response=>{let{headers}=response;isChunkedTransfer=headers["transfer-enc\
oding"]==="chunked"&&!headers["content-length"]}),request2.on("socket",socket=>{let onSocketClose=()=>{if(isChunkedTransfer&&!properLastChunkReceived){let error=new Error(
"Premature close");error.code="ERR_STREAM_PREMATURE_CLOSE",errorCallback(error)}},onData=buf=>{properLastChunkReceived=import_node_buffer2.Buffer.compare(buf.slice(
-5),LAST_CHUNK)===0,!properLastChunkReceived&&previousChunk&&(properLastChunkReceived=import_node_buffer2.Buffer.compare(previousChunk.slice(-3),LAST_CHUNK.slice(
0,3))===0&&import_node_buffer2.Buffer.compare(buf.slice(-2),LAST_CHUNK.slice(3))===0),previousChunk=buf};socket.prependListener("close",onSocketClose),socket.on(
"data",onData),request2.on("close",()=>{socket.removeListener("close",onSocketClose),socket.removeListener("data",onData)})})}function createHttpClient(){let httpAgent=new import_node_http3.Agent({keepAlive:!0}),httpsAgent=new import_node_https2.Agent({keepAlive:!0,minVersion:"TLSv1.2"}),
isClosed=!1;return{async send(request2){if(isClosed)return notSent(request2,"network","the run is over");if(request2.timeoutMs<=0)return notSent(request2,"timeo\
ut","no time was left for it");let abort=new AbortController,timer=setTimeout(()=>abort.abort(),request2.timeoutMs);try{let response=await fetch(request2.url,{method:request2.
method,headers:{...request2.headers},...request2.body===void 0?{}:{body:request2.body},redirect:"manual",signal:abort.signal,size:request2.maxResponseBytes,agent:url=>url.
protocol==="http:"?httpAgent:httpsAgent}),head=headOf(response);return request2.onHead?.(head),{status:"answered",...head,body:await response.text()}}catch(error){
return failureOf(error,request2)}finally{clearTimeout(timer)}},close(){isClosed=!0,httpAgent.destroy(),httpsAgent.destroy()}}}function headOf(response){return{statusCode:response.
status,header:name=>response.headers.get(name)??void 0}}function notSent(request2,cause,why){return{status:"failed",cause,reason:`${hostOf(request2.url)} was no\
t asked, because ${why}`}}function failureOf(error,request2){let host=hostOf(request2.url),{name,type,code}=error;if(name==="AbortError"){let seconds=Math.round(
request2.timeoutMs/100)/10;return{status:"failed",cause:"timeout",reason:`${host} gave no answer in ${seconds} s`}}if(type==="max-size")return{status:"failed",cause:"\
too-large",reason:`${host} answered with more than ${request2.maxResponseBytes} bytes`};let detail=typeof code=="string"?` (${code})`:"";return{status:"failed",
cause:"network",reason:`the connection to ${host} failed${detail}`}}function hostOf(url){try{return new URL(url).host}catch{return"an address that is not a URL"}}var TIME=/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)?$/;function isIsoTime(text2){
if(!TIME.test(text2)||text2.startsWith("0000"))return!1;let day=Number(text2.slice(8,10));return day<=28||day<=daysIn(Number(text2.slice(0,4)),Number(text2.slice(
5,7)))}function daysIn(year,month){return month===2?year%4===0&&(year%100!==0||year%400===0)?29:28:month===4||month===6||month===9||month===11?30:31}var ACTIONS_EVENTS="Actions events",LOGIN_FAILURE="Login - Failure",LOGIN_NOTIFICATION="Login - Notification",LOGIN_SUCCESS="Login - Success",LOGOUT_FAILURE="Lo\
gout - Failure",LOGOUT_SUCCESS="Logout - Success",MANAGEMENT_API_FAILURE="Management API - Failure",MANAGEMENT_API_SUCCESS="Management API - Success",OTHER_EVENTS="\
Other Events",SCIM_EVENTS="SCIM Events",SIGNUP_FAILURE="Signup - Failure",SIGNUP_SUCCESS="Signup - Success",SILENT_AUTHENTICATION_FAILURE="Silent Authentication\
 - Failure",SILENT_AUTHENTICATION_SUCCESS="Silent Authentication - Success",SYSTEM_NOTIFICATION="System - Notification",TOKEN_EXCHANGE_FAILURE="Token Exchange -\
 Failure",TOKEN_EXCHANGE_SUCCESS="Token Exchange - Success",USER_FAILURE="User/Behavioral - Failure",USER_NOTIFICATION="User/Behavioral - Notification",USER_SUCCESS="\
User/Behavioral - Success",LOG_TYPE_ROWS=[["acls_summary","Network ACLs Summary",OTHER_EVENTS,1],["actions_execution_failed","Actions Execution Failed",ACTIONS_EVENTS,
3],["acul_sdk_notice","ACUL SDK Notice",SYSTEM_NOTIFICATION,1],["admin_update_launch","Auth0 Update Launched",SYSTEM_NOTIFICATION,1],["api_limit","Rate Limit on\
 the Authentication or Management APIs",SYSTEM_NOTIFICATION,4],["api_limit_warning","Rate Limit Warning on the Authentication or Management APIs",SYSTEM_NOTIFICATION,
2],["appi","Notice for API Peak Performance initiated",SYSTEM_NOTIFICATION,2],["ciba_exchange_failed","Failed CIBA Exchange",TOKEN_EXCHANGE_FAILURE,3],["ciba_ex\
change_succeeded","Successful CIBA Exchange",TOKEN_EXCHANGE_SUCCESS,1],["ciba_start_failed","Failed CIBA Start",OTHER_EVENTS,3],["ciba_start_succeeded","Success\
ful CIBA Start",OTHER_EVENTS,1],["cls","Code/Link Sent",OTHER_EVENTS,1],["coff","Connector Offline",SYSTEM_NOTIFICATION,3],["con","Connector Online",SYSTEM_NOTIFICATION,
1],["connected_accounts_connection_failed","Failed Connected Account Connection",USER_FAILURE,3],["connected_accounts_connection_succeeded","Successful Connecte\
d Account Connection",USER_SUCCESS,1],["connected_accounts_delete_failed","Failed Connected Account Delete",USER_FAILURE,3],["connected_accounts_delete_succeede\
d","Successful Connected Account Delete",USER_SUCCESS,1],["cs","Code Sent",USER_NOTIFICATION,1],["custom_domain_verification_failed","Custom Domain Verification\
 Failed",SYSTEM_NOTIFICATION,3],["depnote","Deprecation Notice",SYSTEM_NOTIFICATION,2],["directory_sync_completed","Inbound Directory Sync Completed",SYSTEM_NOTIFICATION,
1],["directory_sync_failed","Inbound Directory Sync Failed",SYSTEM_NOTIFICATION,3],["directory_sync_started","Inbound Directory Sync Started",SYSTEM_NOTIFICATION,
0],["du","Deleted User",USER_SUCCESS,1],["f","Failed Login",LOGIN_FAILURE,3],["failed_on_behalf_of_token_exchange","Failed Exchange",TOKEN_EXCHANGE_FAILURE,3],[
"fapi","Failed API Operation",MANAGEMENT_API_FAILURE,3],["fc","Failed by Connector",LOGIN_FAILURE,3],["fce","Failed Change Email",USER_FAILURE,3],["fco","Failed\
 by CORS",OTHER_EVENTS,3],["fcoa","Failed cross-origin authentication",LOGIN_FAILURE,3],["fcp","Failed Change Password",USER_FAILURE,3],["fcph","Failed Post Cha\
nge Password Hook",USER_FAILURE,3],["fcpn","Failed Change Phone Number",USER_FAILURE,3],["fcpr","Failed Change Password Request",USER_FAILURE,3],["fcpro","Faile\
d Connector Provisioning",SYSTEM_NOTIFICATION,4],["fcu","Failed Change Username",USER_FAILURE,3],["fd","Failed Delegation",USER_FAILURE,3],["fdeac","Failed Devi\
ce Activation",OTHER_EVENTS,3],["fdeaz","Failed Device Authorization Request",USER_FAILURE,3],["fdecc","User Canceled Device Confirmation",USER_FAILURE,3],["fde\
leacft","Failed to Exchange Delegated Authorization Code for Access Token",TOKEN_EXCHANGE_FAILURE,3],["fdelsa","Failed Delegated Silent Authentication",SILENT_AUTHENTICATION_FAILURE,
3],["fdu","Failed User Deletion",USER_FAILURE,3],["feacft","Failed Exchange",TOKEN_EXCHANGE_FAILURE,3],["feccft","Failed Exchange",TOKEN_EXCHANGE_FAILURE,3],["f\
ecte","Failed Exchange",TOKEN_EXCHANGE_FAILURE,3],["fede","Failed Exchange",TOKEN_EXCHANGE_FAILURE,3],["federated_logout_failed","Failed Federated Logout",LOGOUT_FAILURE,
3],["fens","Failed Exchange",LOGIN_FAILURE,3],["feoobft","Failed Exchange",TOKEN_EXCHANGE_FAILURE,3],["feotpft","Failed Exchange",TOKEN_EXCHANGE_FAILURE,3],["fe\
pft","Failed Exchange",TOKEN_EXCHANGE_FAILURE,3],["fepotpft","Failed Exchange",TOKEN_EXCHANGE_FAILURE,3],["fercft","Failed Exchange",TOKEN_EXCHANGE_FAILURE,3],[
"ferrt","Failed Exchange",TOKEN_EXCHANGE_FAILURE,3],["fertft","Failed Exchange",TOKEN_EXCHANGE_FAILURE,3],["feta","Failed Exchange",TOKEN_EXCHANGE_FAILURE,3],["\
fi","Failed invite accept",OTHER_EVENTS,3],["flo","Failed Logout",LOGOUT_FAILURE,3],["flows_execution_completed","Flows Execution Completed",OTHER_EVENTS,1],["f\
lows_execution_failed","Flows Execution Failed",OTHER_EVENTS,3],["fn","Failed Sending Notification",USER_FAILURE,3],["forms_submission_failed","Forms Submission\
 Failed",OTHER_EVENTS,3],["forms_submission_succeeded","Forms Submission Succeeded",OTHER_EVENTS,1],["fp","Failed Login (Incorrect Password)",LOGIN_FAILURE,3],[
"fpar","Failed Pushed Authorization Request",OTHER_EVENTS,3],["fpurh","Failed Post User Registration Hook",OTHER_EVENTS,3],["fs","Failed Signup",SIGNUP_FAILURE,
3],["fsa","Failed Silent Auth",SILENT_AUTHENTICATION_FAILURE,3],["fscim","Failed SCIM Operation",SCIM_EVENTS,3],["fu","Failed Login (Invalid Email/Username)",LOGIN_FAILURE,
3],["fui","Failed users import",SYSTEM_NOTIFICATION,3],["fv","Failed Verification Email",USER_FAILURE,3],["fvr","Failed Verification Email Request",USER_FAILURE,
3],["gd_auth_email_verification","Email Verification Confirmed",OTHER_EVENTS,1],["gd_auth_fail_email_verification","Email Verification Failed",OTHER_EVENTS,3],[
"gd_auth_failed","MFA Auth failed",OTHER_EVENTS,3],["gd_auth_rejected","MFA Auth rejected",OTHER_EVENTS,3],["gd_auth_succeed","MFA Auth success",OTHER_EVENTS,1],
["gd_enrollment_complete","MFA enrollment complete",USER_NOTIFICATION,1],["gd_module_switch","Module switch",OTHER_EVENTS,1],["gd_otp_rate_limit_exceed","Too ma\
ny MFA failures",OTHER_EVENTS,2],["gd_recovery_failed","Recovery failed",OTHER_EVENTS,3],["gd_recovery_rate_limit_exceed","Multi-factor recovery code has failed\
 too many times",OTHER_EVENTS,2],["gd_recovery_succeed","MFA recovery success",OTHER_EVENTS,1],["gd_send_email","MFA Email Sent",OTHER_EVENTS,1],["gd_send_email\
_verification","Email Verification Sent",OTHER_EVENTS,1],["gd_send_email_verification_failure","Email Verification Failed",OTHER_EVENTS,3],["gd_send_pn","Push n\
otification sent",OTHER_EVENTS,1],["gd_send_pn_failure","Error Sending MFA Push Notification",OTHER_EVENTS,3],["gd_send_sms","MFA SMS Sent",OTHER_EVENTS,1],["gd\
_send_sms_failure","Error Sending MFA SMS",OTHER_EVENTS,3],["gd_send_voice","MFA voice call success",OTHER_EVENTS,1],["gd_send_voice_failure","MFA voice call fa\
iled",OTHER_EVENTS,3],["gd_start_auth","Second factor started",OTHER_EVENTS,1],["gd_start_enroll","MFA Enroll started",USER_NOTIFICATION,1],["gd_start_enroll_fa\
iled","MFA Enrollment Failed",OTHER_EVENTS,3],["gd_tenant_update","Guardian tenant update",OTHER_EVENTS,1],["gd_unenroll","Unenroll device account",USER_NOTIFICATION,
1],["gd_update_device_account","Update device account",USER_NOTIFICATION,1],["gd_user_delete","User delete",USER_NOTIFICATION,1],["gd_webauthn_challenge_failed",
"WebAuthn browser error",OTHER_EVENTS,3],["gd_webauthn_enrollment_failed","WebAuthn browser error",OTHER_EVENTS,3],["idjag_exchange_failed","Failed Exchange",TOKEN_EXCHANGE_FAILURE,
3],["idjag_exchange_succeeded","Success Exchange",TOKEN_EXCHANGE_SUCCESS,1],["jwt_bearer_exchange_failed","Failed Exchange",TOKEN_EXCHANGE_FAILURE,3],["kms_key_\
management_failure","Failed KMS API Operation",OTHER_EVENTS,3],["kms_key_management_success","Success KMS API Operation",OTHER_EVENTS,1],["kms_key_state_changed",
"KMS Key State Change",OTHER_EVENTS,2],["limit_delegation","Too Many Calls to /delegation",SYSTEM_NOTIFICATION,4],["limit_mu","Blocked IP Address",SYSTEM_NOTIFICATION,
4],["limit_phone","Blocked Phone Delivery - Too many phone delivery attempts",SYSTEM_NOTIFICATION,4],["limit_sul","Blocked Account",OTHER_EVENTS,4],["limit_ui",
"Too Many Calls to /userinfo",SYSTEM_NOTIFICATION,4],["limit_wc","Blocked Account",SYSTEM_NOTIFICATION,4],["mfar","MFA Required",OTHER_EVENTS,1],["mgmt_api_read",
"Management API read Operation",MANAGEMENT_API_SUCCESS,1],["my_account_authentication_method_failed","Failed authentication method operation in My Account API",
USER_FAILURE,3],["my_account_authentication_method_succeeded","Successful authentication method operation in My Account API",USER_SUCCESS,1],["oidc_backchannel_\
logout_failed","Failed OIDC Back-Channel Logout request",LOGOUT_FAILURE,3],["oidc_backchannel_logout_succeeded","Successful OIDC Back-Channel Logout request",LOGOUT_SUCCESS,
1],["organization_member_added","Organization Member Added",OTHER_EVENTS,1],["passkey_challenge_failed","Passkey Challenge Failed",OTHER_EVENTS,3],["passkey_cha\
llenge_started","Passkey Challenge Started",OTHER_EVENTS,1],["pla","Pre-login assessment",OTHER_EVENTS,0],["pwd_leak","Breached password",OTHER_EVENTS,3],["rese\
t_pwd_leak","Breached Password on Reset",OTHER_EVENTS,3],["resource_cleanup","Success Resource Cleanup",OTHER_EVENTS,2],["rich_consents_access_error","Rich Cons\
ents Access Error",OTHER_EVENTS,3],["s","Success Login",LOGIN_SUCCESS,1],["sapi","Success API Operation",MANAGEMENT_API_SUCCESS,1],["sce","Success Change Email",
USER_SUCCESS,1],["scoa","Success cross-origin authentication",LOGIN_SUCCESS,1],["scp","Success Change Password",USER_SUCCESS,1],["scph","Success Post Change Pas\
sword Hook",USER_SUCCESS,1],["scpn","Success Change Phone Number",USER_SUCCESS,1],["scpr","Success Change Password Request",USER_SUCCESS,1],["scu","Success Chan\
ge Username",USER_SUCCESS,1],["scv","Success Credential Validation",LOGIN_NOTIFICATION,0],["sd","Success Delegation",USER_SUCCESS,1],["sdel","Successful Delegat\
ed Login",LOGIN_SUCCESS,1],["sdeleacft","Successful Exchange of Delegated Authorization Code for Access Token",TOKEN_EXCHANGE_SUCCESS,1],["sdelsa","Successful D\
elegated Silent Authentication",SILENT_AUTHENTICATION_SUCCESS,1],["sdu","Success User Deletion",USER_SUCCESS,1],["seacft","Success Exchange",TOKEN_EXCHANGE_SUCCESS,
1],["seccft","Success Exchange",TOKEN_EXCHANGE_SUCCESS,1],["secte","Success Exchange",TOKEN_EXCHANGE_SUCCESS,1],["sede","Success Exchange",TOKEN_EXCHANGE_SUCCESS,
1],["sens","Success Exchange",LOGIN_SUCCESS,1],["seoobft","Success Exchange",TOKEN_EXCHANGE_SUCCESS,1],["seotpft","Success Exchange",TOKEN_EXCHANGE_SUCCESS,1],[
"sepft","Success Exchange",TOKEN_EXCHANGE_SUCCESS,1],["sepkoobft","Success Exchange",TOKEN_EXCHANGE_SUCCESS,1],["sepkotpft","Success Exchange",TOKEN_EXCHANGE_SUCCESS,
1],["sepkrcft","Success Exchange",TOKEN_EXCHANGE_SUCCESS,1],["sercft","Success Exchange",TOKEN_EXCHANGE_SUCCESS,1],["sertft","Success Exchange",TOKEN_EXCHANGE_SUCCESS,
1],["seta","Success Exchange",TOKEN_EXCHANGE_SUCCESS,1],["si","Successfully accepted a user invite",OTHER_EVENTS,1],["signup_pwd_leak","Breached Password on Sig\
nup",OTHER_EVENTS,3],["slo","Success Logout",LOGOUT_SUCCESS,1],["srrt","Successfully revoked a refresh token",USER_SUCCESS,1],["ss","Success Signup",SIGNUP_SUCCESS,
1],["ss_sso_failure","Failed SS-SSO Operation",USER_FAILURE,3],["ss_sso_info","Information from an SS-SSO Operation",USER_NOTIFICATION,1],["ss_sso_success","Suc\
cess SS-SSO Operation",USER_SUCCESS,1],["ssa","Success Silent Auth",SILENT_AUTHENTICATION_SUCCESS,1],["sscim","Successful SCIM Operation",SCIM_EVENTS,1],["succe\
ss_on_behalf_of_token_exchange","Success Exchange",TOKEN_EXCHANGE_SUCCESS,1],["sui","Successfully imported users",USER_SUCCESS,1],["sv","Success Verification Em\
ail",USER_SUCCESS,1],["svr","Success Verification Email Request",USER_SUCCESS,1],["sys_os_update_end","Auth0 OS Update Ended",SYSTEM_NOTIFICATION,1],["sys_os_up\
date_start","Auth0 OS Update Started",SYSTEM_NOTIFICATION,1],["sys_update_end","Auth0 Update Ended",SYSTEM_NOTIFICATION,1],["sys_update_start","Auth0 Update Sta\
rted",SYSTEM_NOTIFICATION,1],["too_many_records","Max Amount of Authenticators",OTHER_EVENTS,2],["ublkdu","User login block released",USER_NOTIFICATION,1],["uni\
versal_logout_failed","Failed Universal Logout request",LOGOUT_FAILURE,3],["universal_logout_succeeded","Successful Universal Logout request",LOGOUT_SUCCESS,1],
["w","Warning During Login",LOGIN_NOTIFICATION,2],["wn","Warning Sending Notification",OTHER_EVENTS,2],["wum","Warning User Management",OTHER_EVENTS,2]];var SEVERITIES=["debug","info","warning","error","critical"],LOG_TYPES=new Map(LOG_TYPE_ROWS.map(([code,event,category,level])=>[code,{event,category,level,severity:severityOf(
level)}]));function severityOf(level){return SEVERITIES[level]??"info"}function describeType(code){return LOG_TYPES.get(code)??{event:code,level:1,severity:"inf\
o"}}var HEADER_KEY=/(?:authorization|cookies?|authheader)$/,SECRET_KEY=new RegExp(`(?:${["(?:passw(?:or)?d|passwrd|passphrase|passcode|pwd)s?(?:hash|value|confirm|c\
onfirmation|repeat|again|plain)?","^(?:|smtp|user|db|my|new|old|login)pass","^(?:|smtp|user|db|my|new|old|login|admin|root)pw","secrets?(?:hash|value|string)?",
"(?:security|secret)answers?(?:hash)?","^(?:user)?pin","otp(?:value)?","codeverifier","(?:device|user|recovery|backup|verification|activation|confirmation|mfa|o\
tp|sms|email|onetime|oob|binding|auth|authorization|access|security|login|reset)codes?","(?:api|private|secret|signing|shared|access|account|master|encryption|d\
ecryption|subscription|functions|workspace|hmac|symmetric|write|server|apple)keys?","connectionstring","^(?:x?sig|xamzsignature|sharedaccesssignature)"].join("|")}\
)$`),TOKEN_KEY=/(?:tokens?(?:value|hint|string)?|^jwt|^bearer|^wresult|^samlresponse|^assertion|(?:client|saml|token)assertion|^ticket|(?:login|mfa)ticket|[cx]srf)$/,
TEXT_KEY=/^(?:(?:|user|client|server|db|database|aws|gcp|google|googleapplication|azure|firebase|api|smtp|admin|login|service|serviceaccount|app|application)cred(?:ential)?s?|auth|invitation)$/,
KEY_FILE=/^(?:apns|ios|apple|push)?(?:cert|certificate|key|keystore)?(?:p12|pfx)$/,AUTH_WITH_DIGITS=/^auth\d/,NAMES_OF_SECRETS="accessedsecrets";function withoutSeparators(key){
return key.toLowerCase().replace(/%(?:25){0,4}[0-9a-f]{2}|[^a-z0-9]/g,"")}var MAX_CACHED_KINDS=2e3,kinds=new Map,LONGEST_CACHED_KEY=12;function classifyKey(key){
if(key.length>128)return"plain";if(key.length>LONGEST_CACHED_KEY)return kindOf(key);let known2=kinds.get(key);if(known2!==void 0)return known2;let kind=kindOf(key);
return kinds.size>=MAX_CACHED_KINDS&&kinds.clear(),kinds.set(key,kind),kind}function kindOf(key){let full=withoutSeparators(key);if(KEY_FILE.test(full))return"s\
ecret";let name=full.replace(/^(.*\D)\d{1,9}$/,"$1");return name===NAMES_OF_SECRETS?"plain":HEADER_KEY.test(name)?"header":SECRET_KEY.test(name)?"secret":TOKEN_KEY.
test(name)?"token":name==="code"||name==="key"?"code":TEXT_KEY.test(name)&&!AUTH_WITH_DIGITS.test(full)?"text":"plain"}function isSecretHeaderName(text2){let kind=classifyKey(
text2);return kind==="header"?!0:(kind==="secret"||kind==="token")&&text2.includes("-")}function isDescriptiveKey(key){return/^(?:id|kid|jti|iss|aud|alg|name|type|scopes?|audience)$/.
test(key)||/(?:_(?:type|at|id|by|method|policy|mode)|[a-z](?:Type|At|Id|By|Method|Policy|Mode))$/.test(key)}function looksRandom(text2){return text2.length<=512&&
/^[\w.~-]{20,}$/.test(text2)&&/\d/.test(text2)&&/[a-z]/.test(text2)&&/[A-Z]/.test(text2)}var QUOTE=/(\\*)(["'])|%(?:25){0,4}2[27]/y;function quoteAt(text2,at){return matchAt(QUOTE,text2,at)}function matchAt(pattern,text2,at){return pattern.lastIndex=
at,pattern.exec(text2)??void 0}function endAt(pattern,text2,from){return matchAt(pattern,text2,from)?.index??text2.length}function quotedValue(text2,start,quote2){
let valueStart=start+quote2[0].length;if(quote2[2]===void 0){let end=text2.indexOf(quote2[0],valueStart);return{start:valueStart,end:end===-1?text2.length:end}}
let level=quote2[1]?.length??0;return{start:valueStart,end:endOfQuoted(text2,valueStart,quote2[2],level)}}function endOfQuoted(text2,start,quote2,level){for(let at=text2.
indexOf(quote2,start);at!==-1;at=text2.indexOf(quote2,at+1)){let slashes=backslashesBefore(text2,at,start);if(slashes<level)return at-slashes;if((slashes-level)%
(2*(level+1))===0)return at-level}return text2.length}function backslashesBefore(text2,at,from){let count3=0;for(;at-count3>from&&text2.charAt(at-count3-1)==="\\";)
count3+=1;return count3}function endOfBrackets(text2,start){let depth=0;for(let at=start;at<text2.length;at+=1){let sign3=text2.charAt(at);if(sign3==='"'||sign3===
"'"){let level=backslashesBefore(text2,at,start);at=endOfQuoted(text2,at+1,sign3,level)+level}else depth+=weightOf(sign3);if(depth===0)return at+1}return text2.
length}function weightOf(sign3){return sign3==="["||sign3==="{"?1:sign3==="]"||sign3==="}"?-1:0}var OPENING2=/(?:<|&lt;|%(?:25){0,4}3c|\\u003c)(?:[\w-]{1,16}:)?$/i,LONGEST_OPENING=32,REST_OF_TAG=/(?:\s[^<>]{0,256}?)?(?:>|&gt;|%(?:25){0,4}3e|\\{1,8}u003e)(<!\[CDATA\[)?/iy,
NEXT_TAG=/<|&lt;|%(?:25){0,4}3c|\\{1,8}u003c/gi,CLOSING_TAG=/(?:<|&lt;|%(?:25){0,4}3c|\\{1,8}u003c)(?:\/|\\{1,8}\/|%(?:25){0,4}2f)/iy,NAMED=/(?:^|[^\w-])(?:name|key|id|field|param)\\{0,8}["']?\s{0,4}[:=]\s{0,4}\\{0,8}["']$/i,
LONGEST_NAMED=48,FAR_FROM_KEY=1200,ITS_VALUE=/[^<>{}]{0,200}?\bvalue\\{0,8}["']?\s{0,4}[:=]\s{0,4}/iy,LINE_BREAK="(?:\\r?\\n|(?:\\\\{1,8}r)?\\\\{1,8}n)",REST_OF_PART_HEAD=new RegExp(
`[^\\r\\n\\\\]{0,128}(?:${LINE_BREAK}[^\\r\\n\\\\]{1,128}){0,3}?${LINE_BREAK}${LINE_BREAK}`,"y"),END_OF_PART=new RegExp(`${LINE_BREAK}--`,"g"),GAP_OF_OPTION=/[ \t]{1,4}(?!-)/y,
END_OF_ARGUMENT=/[&\s"'<>]|\\{1,8}["'nrtu]/g,AFTER_OPTION=/(?:is|was|are|or|and|not|in|for|to|the|an?|of|must|has|can|cannot|option|flag|argument|parameter|value|with|without|from|on|at|as|when|if|requires?|required|missing|given|instead|may|should|will|needs?|before|after)(?![\w-])/iy,
NOT_A_SECRET=/(?:(?:true|false|null|undefined)(?![\w-])|\*{5}(?![\w*]))/y;function secretInMarkup(text2,key,name,keyEnd){let find=finderFor(text2,key,name,keyEnd);
if(find===void 0)return;let kind=classifyKey(name);if(kind==="plain")return;let span=find(kind==="code"?text2.slice(0,keyEnd+FAR_FROM_KEY):text2,keyEnd);return span!==
void 0&&isSecret(text2,span,kind)?span:void 0}function finderFor(text2,key,name,keyEnd){if(keyEnd!==key.end)return NAMED.test(text2.slice(Math.max(0,key.start-LONGEST_NAMED),
key.start))?valueOfNamed:void 0;if(name.startsWith("--"))return valueOfOption;let nameStart=key.end-name.length;return OPENING2.test(text2.slice(Math.max(0,nameStart-
LONGEST_OPENING),nameStart))?valueOfElement:void 0}function isSecret(text2,span,kind){return span.start===span.end?!1:kind!=="code"||looksRandom(text2.slice(span.
start,span.end))}function valueOfElement(text2,keyEnd){let rest=matchAt(REST_OF_TAG,text2,keyEnd);if(rest===void 0||rest[0].endsWith("/>"))return;let start=keyEnd+
rest[0].length;if(rest[1]!==void 0){let end2=text2.indexOf("]]",start);return{start,end:end2===-1?text2.length:end2}}if(matchAt(NOT_A_SECRET,text2,start)!==void 0)
return;let end=endAt(NEXT_TAG,text2,start),value=text2.slice(start,end);return(end===text2.length?!/\s/.test(value):matchAt(CLOSING_TAG,text2,end)!==void 0)&&/\S/.
test(value)?{start,end}:void 0}function valueOfNamed(text2,keyEnd){let head=matchAt(REST_OF_PART_HEAD,text2,keyEnd)?.[0];if(head!==void 0){let start=keyEnd+head.
length;return bareValue(text2,start,END_OF_PART)}let joint=matchAt(ITS_VALUE,text2,keyEnd)?.[0];return joint===void 0?void 0:argumentAt(text2,keyEnd+joint.length)}
function valueOfOption(text2,keyEnd){let gap=matchAt(GAP_OF_OPTION,text2,keyEnd)?.[0];if(gap===void 0)return;let start=keyEnd+gap.length;return matchAt(AFTER_OPTION,
text2,start)===void 0?argumentAt(text2,start):void 0}function argumentAt(text2,start){let quote2=quoteAt(text2,start);return quote2!==void 0?quotedValue(text2,start,
quote2):bareValue(text2,start,END_OF_ARGUMENT)}function bareValue(text2,start,ending){if(matchAt(NOT_A_SECRET,text2,start)===void 0)return{start,end:endAt(ending,
text2,start)}}var END_OF_JWT=/[^\w\-.]/g,SHORTEST_JWT=20,PEM_LABEL_LENGTH=64,USER_INFO=/([^\s/:@?#"'<>]{0,512})(?::([^\s/@"<>]{1,256}(?:@[^\s/@"'<>]{0,256}){0,7}))?@/y,GAP_OF_SCHEME=/\s{1,8}|%20|\+/y,
END_OF_CREDENTIAL=/[^\w\-.~+/=%:]/g,BEGINNING=64,SHORTEST_CREDENTIAL=6,AFTER_BEARER=/^(?:tokens?|auth|authentication|authorization|scheme|headers?|realm|error|is|was|or|and|not|in|for|only|grant|assertion|format|type|methods?|credentials?|challenge|usage|required|must|from|flow|access|with|to|the|a|of|will|has|can|cannot|missing|invalid|http|jwts?|value|prefix|client)(?:[.,;:!?)]*$|=)/i,
BEFORE_TOKEN=/(?:^|[^A-Za-z0-9]|%[0-9a-f]{2}|\\[nrt]|u00[0-9a-f]{2})$/i,END_OF_GITHUB_TOKEN=/\W/g,SHORTEST_GITHUB_TOKEN=24,END_OF_SLACK_TOKEN=/[^\w-]/g,SHORTEST_SLACK_TOKEN=15,
SLASH="(?:\\\\{0,8}\\/|%(?:25){0,4}2f)",SLACK_HOOK=new RegExp(`hooks\\.slack\\.com${SLASH}(?:services|workflows|triggers)${SLASH}`,"iy"),END_OF_SLACK_HOOK=/[^\w/%\\-]|%(?!(?:25){0,4}2f)|\\{1,8}(?!\\|\/)/gi,
USER_OPTION=/(?:\s-u(?!r[il]:)\s{0,4}|--user(?:\s{1,4}|=))(\\{0,8}["'])?[^\s:"']{1,128}:(?!\/\/)/iy,JwtSearch=class{#seenTo=0;at(text2,start){if(start<this.#seenTo)
return;let end=endAt(END_OF_JWT,text2,start);return this.#seenTo=end,end-start>=SHORTEST_JWT&&text2.slice(start,end).includes(".")?{start,end}:void 0}};function privateKeyAt(text2,start){
let label=text2.slice(start,start+PEM_LABEL_LENGTH);if(!/^-----BEGIN [A-Z0-9 ]*PRIVATE KEY/.test(label))return;let footer=text2.indexOf("-----END",start);if(footer===
-1)return{start,end:text2.length};let close=text2.indexOf("-----",footer+8);return{start,end:close===-1?text2.length:close+5}}function userInfoAfter(text2,at){let info=matchAt(
USER_INFO,text2,at);if(info===void 0)return;let user=info[1]??"",end=at+info[0].length-1;return isToken(user)?{start:at,end}:info[2]===void 0?void 0:{start:at+user.
length+1,end}}function isToken(text2){return looksRandom(text2)||/^[0-9a-f]{32,512}$/i.test(text2)}function credentialAfter(text2,at,scheme){let gap=matchAt(GAP_OF_SCHEME,
text2,at+scheme.length)?.[0];if(gap===void 0)return;let start=at+scheme.length+gap.length,head=text2.slice(start,start+BEGINNING),beginning=head.slice(0,endAt(END_OF_CREDENTIAL,
head,0));if(!(beginning===""||!isCredential(beginning,scheme)))return{start,end:endAt(END_OF_CREDENTIAL,text2,start)}}function isCredential(beginning,scheme){return scheme.
toLowerCase()==="bearer"?!AFTER_BEARER.test(beginning):beginning.length>=SHORTEST_CREDENTIAL&&/.[A-Z\d=]/.test(beginning)}function githubTokenAt(text2,start){return tokenAt(
text2,start,END_OF_GITHUB_TOKEN,SHORTEST_GITHUB_TOKEN)}function slackTokenAt(text2,start){return tokenAt(text2,start,END_OF_SLACK_TOKEN,SHORTEST_SLACK_TOKEN)}function tokenAt(text2,start,ending,shortest){
if(!BEFORE_TOKEN.test(text2.slice(Math.max(0,start-5),start)))return;let end=endAt(ending,text2,start);return end-start>=shortest?{start,end}:void 0}function slackHookAt(text2,at){
let address=matchAt(SLACK_HOOK,text2,at)?.[0];if(address===void 0)return;let start=at+address.length,end=endAt(END_OF_SLACK_HOOK,text2,start);return end>start?{
start,end}:void 0}function userOptionAt(text2,at){let option2=matchAt(USER_OPTION,text2,at);if(option2===void 0)return;let start=at+option2[0].length,quote2=option2[1];
if(quote2===void 0)return argumentAt(text2,start);let end=text2.indexOf(quote2,start);return{start,end:end===-1?text2.length:end}}var KEY_CHARACTERS=new Uint8Array(128);for(let unit=0;unit<KEY_CHARACTERS.length;unit+=1)/[\w\-.[\]$%]/.test(String.fromCharCode(unit))&&(KEY_CHARACTERS[unit]=1);
var REST_OF_KEY=/(?:[\w\-.[\]$]|%(?:25){0,4}(?:5[bdf]|2[de])){1,128}/iy,ESCAPED_SEPARATOR=/%(?:25){0,4}(?!25|5[bdf]|2[de])[0-9a-f]{2}/iy,DELIMITER=/\s{0,4}(?:=>|={1,3}|:|%(?:25){0,4}3[ad])\s{0,4}/iy,
END_IN_FORM=`[&\\s"<>]|\\\\{1,8}["'nrtu]`,END_OF_LINE="[\\r\\n]|\\\\{1,8}[nr]",END_OF_LINE_IN_QUOTES=`[\\r\\n"]|\\\\{1,8}["'nr]`,END_OF_LINE_IN_FORM=`[&\\r\\n"<>]\
|\\\\{1,8}["'nru]`,endPatterns=new Map,BEGINNING2=64,NOT_A_SECRET2=/^(?:(?:true|false|null|undefined)(?![\w-])|\*{5}(?![\w*]))/,NUMBER=/^-?\d{1,40}(?:\.\d{1,20})?(?![\w-])/,
RANDOM_RUN=/[\w.~-]{20,512}/y,LONGEST_ENDING=16,LIST_OF_TEXTS=/\[\s{0,4}(?:\\{0,8}["']|%(?:25){0,4}2[27])/y,OUTCOME=/^(?:denied|failed|failure|granted|required|missing|invalid|expired|rejected|refused|revoked|error|not|no|none|ok|succeeded|success|successful|unauthorized|forbidden|disabled|enabled|unknown|unsupported|skipped|pending|blocked|cannot|must|accepted|allowed|approved|absent|present|empty|is|was|user)(?:[.,;!?)]|\s|$)/;
function isProse(word2){return word2.length<=24&&/^[A-Za-z]?[a-z]{0,15}[.,;:!?)]*$/.test(word2)}function isSentence(text2){return/^[a-z]{1,16}(?:[.,;:!?)]|\s|$)/.
test(text2)}function keyAt(text2,at){let end=at+(matchAt(REST_OF_KEY,text2,at)?.[0].length??0),earliest=Math.max(0,end-128),start=at;for(;start>earliest&&KEY_CHARACTERS[text2.
charCodeAt(start-1)]===1;)start-=1;return{start:Math.max(start,earliest),end}}function secretAfter(text2,key,isMaskedJson){let quote2=quoteAt(text2,key.end),keyEnd=key.
end+(quote2?.[0].length??0),delimiter=matchAt(DELIMITER,text2,keyEnd)?.[0],name=nameOf(text2,key);if(delimiter===void 0)return secretInMarkup(text2,key,name,keyEnd);
let kind=classifyKey(name);if(kind==="plain")return;let start=keyEnd+delimiter.length;if(kind==="code"&&randomRunAt(text2,start)===void 0)return;let place={kind,
isQuotedKey:quote2!==void 0,isAssigned:/=|3d/i.test(delimiter),ending:/%(?:25)*(?=3d)/i.exec(delimiter)?.[0],isInQuotes:isMaskedJson||/["']/.test(text2.charAt(key.
start-1)),isLeading:key.start===0||/["'\r\n\\]/.test(text2.charAt(key.start-1)),isMaskedJson},span=kind==="code"?codeAt(text2,start,place):valueAt(text2,start,place);
return span===void 0||span.end===span.start?void 0:span}function nameOf(text2,key){let name=lastPart(text2.slice(key.start,key.end));if(text2.charAt(key.start-1)!==
"\\")return name;let bare=name.replace(/^u00[0-9a-f]{2}/i,"");return/^[nrt]/.test(bare)&&classifyKey(bare)==="plain"?bare.slice(1):bare}function lastPart(key){for(let at=key.
lastIndexOf("%");at!==-1;at=key.lastIndexOf("%",at-1)){let separator=matchAt(ESCAPED_SEPARATOR,key,at);if(separator!==void 0)return key.slice(at+separator[0].length);
if(at===0)break}return key}function codeAt(text2,start,place){let end=randomRunAt(text2,start)?.end??start,span=valueAt(text2.slice(0,end+LONGEST_ENDING),start,
place);return span?.end===end?span:void 0}function randomRunAt(text2,start){let runStart=start+(quoteAt(text2,start)?.[0].length??0),run2=matchAt(RANDOM_RUN,text2,
runStart)?.[0];return run2!==void 0&&looksRandom(run2)?{start:runStart,end:runStart+run2.length}:void 0}function valueAt(text2,start,place){let quote2=quoteAt(text2,
start);if(quote2!==void 0)return quotedValue(text2,start,quote2);let first=text2.charAt(start);if(first!=="{"&&first!=="[")return bareValue2(text2,start,place);
if(!place.isMaskedJson&&!(place.kind==="text"&&matchAt(LIST_OF_TEXTS,text2,start)===void 0))return{start,end:endOfBrackets(text2,start)}}function bareValue2(text2,start,place){
let pattern=endPatternOf(place),head=text2.slice(start,start+BEGINNING2),length=endAt(pattern,head,0),beginning=head.slice(0,length);if(!isSecret2(beginning,place))
return;let number2=place.isQuotedKey&&!place.isAssigned?NUMBER.exec(beginning)?.[0]:void 0;return number2!==void 0&&place.kind!=="header"?{start,end:start+number2.
length}:{start,end:length<head.length?start+length:endAt(pattern,text2,start)}}function isSecret2(beginning,place){return beginning===""||NOT_A_SECRET2.test(beginning)?
!1:place.isAssigned?!0:place.kind==="header"?!(place.isLeading?OUTCOME.test(beginning):isSentence(beginning)):place.isQuotedKey?place.kind!=="token"&&place.kind!==
"text"||!NUMBER.test(beginning):!isProse(beginning)}function endPatternOf(place){let source=place.ending===void 0?endOf(place):`${endOf(place)}|${place.ending}2\
6`,known2=endPatterns.get(source);if(known2!==void 0)return known2;let pattern=new RegExp(source,"g");return endPatterns.set(source,pattern),pattern}function endOf(place){
return place.kind!=="header"?END_IN_FORM:place.isAssigned?END_OF_LINE_IN_FORM:place.isInQuotes?END_OF_LINE_IN_QUOTES:END_OF_LINE}var MASK="*****",CLUES=["eyJ|-----BEGIN|--user|\\s-u|://","a(?:ssertion|uth(?!0)|nswer)","b(?:earer|asic)","c(?:ode|red|ookie|srf|onnection.?string)","g(?:h[opr\
su]_|ithub_pat_)","h(?:eader|ooks\\.slack)","p(?:ass|wd?|in|12|fx)","s(?:haredkey|ecret|aml|ig)","t(?:oken|icket)","x(?:srf|ox[a-z]-)","dpop|invitation|jwt|key|\
otp|verifier|wresult"].join("|"),HAS_CLUE=new RegExp(CLUES,"i"),CLUE=new RegExp(CLUES,"gi"),CHARACTERS=new Uint8Array(128),STOP=1,LOOK=2;for(let unit=0;unit<CHARACTERS.
length;unit+=1)(unit<=32||unit>126)&&(CHARACTERS[unit]=STOP);for(let sign3 of"=:%+<&")CHARACTERS[sign3.charCodeAt(0)]=STOP;for(let sign3 of"J_x/")CHARACTERS[sign3.
charCodeAt(0)]=LOOK;function mayHoldSecret(text2){for(let i2=0;i2<text2.length;i2+=1){let unit=text2.charCodeAt(i2);if(unit>126)return!0;let kind=CHARACTERS[unit];
if(kind===STOP||kind===LOOK&&mayBeToken(text2,i2))return!0}return!1}function mayBeToken(text2,at){switch(text2.charAt(at)){case"J":return text2.startsWith("ey",
at-2);case"x":return text2.startsWith("ox",at+1);case"/":return text2.startsWith(".com",at-4);default:return text2.startsWith("gh",at-3)||text2.startsWith("pat",
at-3)}}function mayHoldSecretJson(text2){return/^\s{0,64}[[{"]/.test(text2)&&(HAS_CLUE.test(text2)||text2.includes("\\u"))}function maskText(text2,isMaskedJson=!1){
if(!mayHoldSecret(text2))return text2;let search={text:text2,isMaskedJson,jwts:new JwtSearch,keysSeenTo:0},masked="",copiedTo=0;CLUE.lastIndex=0;for(let clue=CLUE.
exec(text2);clue!==null;clue=CLUE.exec(text2)){let span=spanNear(search,clue.index,clue[0]);span===void 0||text2.slice(span.start,span.end)===MASK||(masked+=text2.
slice(copiedTo,span.start)+MASK,copiedTo=span.end,CLUE.lastIndex=span.end)}return copiedTo===0?text2:masked+text2.slice(copiedTo)}function spanNear(search,at,clue){
let{text:text2}=search;switch(clue.toLowerCase()){case"eyj":return search.jwts.at(text2,at);case"-----begin":return privateKeyAt(text2,at);case"://":return userInfoAfter(
text2,at+clue.length);case"bearer":case"basic":case"dpop":case"sharedkey":return credentialAfter(text2,at,clue)??namedValueAt(search,at);case"gho_":case"ghp_":case"\
ghr_":case"ghs_":case"ghu_":case"github_pat_":return githubTokenAt(text2,at);case"hooks.slack":return slackHookAt(text2,at);default:return otherSpanNear(search,
at,clue)}}function otherSpanNear(search,at,clue){return clue.startsWith("xox")?slackTokenAt(search.text,at):clue.endsWith("-u")||clue==="--user"?userOptionAt(search.
text,at):namedValueAt(search,at)}function namedValueAt(search,at){if(at<search.keysSeenTo)return;let key=keyAt(search.text,at);return search.keysSeenTo=key.end,
secretAfter(search.text,key,search.isMaskedJson)}var MAX_DEPTH=64,TOO_DEEP="[cut: nested too deep]",MAX_JSON_LAYERS=4,MAX_CACHED_KEYS=2e3,keys=new Map;function maskSecrets(value,report2={wasCut:!1}){return typeof value==
"string"&&!mayHoldSecret(value)?value:maskValue(value,"plain",MAX_DEPTH,{layers:MAX_JSON_LAYERS,report:report2})}function maskValue(value,kind,depth,search){return typeof value==
"string"?maskString(value,kind,search):typeof value=="number"||typeof value=="bigint"?kind==="secret"||kind==="header"?MASK:value:typeof value!="object"||value===
null?value:depth===0?(search.report.wasCut=!0,TOO_DEEP):Array.isArray(value)?maskList(value,kind,depth-1,search):maskObject(value,kind,depth-1,search)}function maskString(text2,kind,search){
return text2===""?text2:kind==="code"?looksRandom(text2)?MASK:maskFreeText(text2,search):kind==="plain"?maskFreeText(text2,search):MASK}function maskFreeText(text2,search){
if(!mayHoldSecret(text2))return text2;if(search.layers===0||!mayHoldSecretJson(text2))return maskText(text2);let parsed=parseJson(text2);if(parsed===void 0)return maskText(
text2);let inner={layers:search.layers-1,report:search.report},masked=maskValue(parsed,"plain",MAX_DEPTH,inner);return maskText(masked===parsed?text2:JSON.stringify(
masked),!0)}function parseJson(text2){try{return JSON.parse(text2)}catch{return}}function maskList(list,kind,depth,search){let copy,isPlain=kind==="plain"||kind===
"code";for(let i2=0;i2<list.length;i2+=1){let item=list[i2],masked=isPlain&&isEntry(item)?maskEntry(item,depth,search):maskValue(item,kind==="plain"?kindInPairs(
list,i2):kind,depth,search);masked!==item&&(copy??=list.slice(),copy[i2]=masked)}return copy??list}function kindInPairs(list,index){let name=index%2===1?list[index-
1]:void 0;return typeof name=="string"&&isSecretHeaderName(name)?"header":"plain"}function isEntry(item){return Array.isArray(item)&&item.length===2&&typeof item[0]==
"string"}function maskEntry(entry,depth,search){let name=maskString(entry[0],"plain",search),value=maskValue(entry[1],classifyKey(entry[0]),depth,search);return name===
entry[0]&&value===entry[1]?entry:[name,value]}function maskObject(object2,kind,depth,search){let changes,label;for(let name in object2){let key=lookUpKey(name),
value=object2[name];key.isValue&&(label??=labelOf(object2));let valueKind=label!==void 0&&key.isValue&&isWalked(kind)?classifyKey(label):kindInside(kind,key),masked=maskValue(
value,valueKind,depth,search);masked===value&&key.safeName===name||(changes??=new Map,changes.set(name,masked))}return changes===void 0?object2:withChanges(object2,
changes)}function labelOf(object2){let label;for(let name in object2)lookUpKey(name).isName&&(label=object2[name]);return typeof label=="string"?label:""}function isWalked(kind){
return kind==="plain"||kind==="code"||kind==="text"}function withChanges(object2,changes){let copy={...object2};for(let[name,masked]of changes){if(name==="__pro\
to__"||lookUpKey(name).safeName!==name)return withNewEntries(object2,changes);copy[name]=masked}return copy}function withNewEntries(object2,changes){return Object.
fromEntries(Object.keys(object2).map(name=>[lookUpKey(name).safeName,changes.has(name)?changes.get(name):object2[name]]))}function kindInside(outer,key){return isWalked(
outer)?key.kind:outer!=="token"?outer:isWalked(key.kind)?key.isDescriptive&&key.kind==="plain"?"plain":"token":key.kind}function lookUpKey(name){let known2=keys.
get(name);if(known2!==void 0)return known2;let key={kind:classifyKey(name),safeName:maskText(name),isDescriptive:isDescriptiveKey(name),isName:/^(?:name|key|header|field|param|parameter)$/i.
test(name),isValue:/^(?:values?|val|content)$/i.test(name)};return name.length>128||(keys.size>=MAX_CACHED_KEYS&&keys.clear(),keys.set(name,key)),key}var BROWSER_ALIASES_MAP={AmazonBot:"amazonbot","Amazon Silk":"amazon_silk","Android Browser":"android",BaiduSpider:"baiduspider",Bada:"bada",BingCrawler:"bingcr\
awler",Brave:"brave",BlackBerry:"blackberry","ChatGPT-User":"chatgpt_user",Chrome:"chrome",ClaudeBot:"claudebot",Chromium:"chromium",Diffbot:"diffbot",DuckDuckBot:"\
duckduckbot",DuckDuckGo:"duckduckgo",Electron:"electron",Epiphany:"epiphany",FacebookExternalHit:"facebookexternalhit",Firefox:"firefox",Focus:"focus",Generic:"\
generic","Google Search":"google_search",Googlebot:"googlebot",GPTBot:"gptbot","HeyTap Browser":"heytap","Internet Explorer":"ie",InternetArchiveCrawler:"intern\
etarchivecrawler","K-Meleon":"k_meleon",Ladybird:"ladybird",LibreWolf:"librewolf",Linespider:"linespider",Maxthon:"maxthon","Meta-ExternalAds":"meta_externalads",
"Meta-ExternalAgent":"meta_externalagent","Meta-ExternalFetcher":"meta_externalfetcher","Meta-WebIndexer":"meta_webindexer","Microsoft Edge":"edge","MZ Browser":"\
mz","NAVER Whale Browser":"naver","OAI-SearchBot":"oai_searchbot",Omgilibot:"omgilibot",Opera:"opera","Opera Coast":"opera_coast","Pale Moon":"pale_moon",PerplexityBot:"\
perplexitybot","Perplexity-User":"perplexity_user",PhantomJS:"phantomjs",PingdomBot:"pingdombot",Puffin:"puffin",QQ:"qq",QQLite:"qqlite",QupZilla:"qupzilla",Roku:"\
roku",Safari:"safari",Sailfish:"sailfish","Samsung Internet for Android":"samsung_internet",SlackBot:"slackbot",SeaMonkey:"seamonkey",Sleipnir:"sleipnir","Sogou\
 Browser":"sogou",Swing:"swing",Tizen:"tizen","UC Browser":"uc","Vivo Browser":"vivo",Vivaldi:"vivaldi","WebOS Browser":"webos",WeChat:"wechat",YahooSlurp:"yaho\
oslurp","Yandex Browser":"yandex",YandexBot:"yandexbot",YouBot:"youbot"},BROWSER_MAP={amazonbot:"AmazonBot",amazon_silk:"Amazon Silk",android:"Android Browser",
baiduspider:"BaiduSpider",bada:"Bada",bingcrawler:"BingCrawler",blackberry:"BlackBerry",brave:"Brave",chatgpt_user:"ChatGPT-User",chrome:"Chrome",claudebot:"Cla\
udeBot",chromium:"Chromium",diffbot:"Diffbot",duckduckbot:"DuckDuckBot",duckduckgo:"DuckDuckGo",edge:"Microsoft Edge",electron:"Electron",epiphany:"Epiphany",facebookexternalhit:"\
FacebookExternalHit",firefox:"Firefox",focus:"Focus",generic:"Generic",google_search:"Google Search",googlebot:"Googlebot",gptbot:"GPTBot",heytap:"HeyTap Browse\
r",ie:"Internet Explorer",internetarchivecrawler:"InternetArchiveCrawler",k_meleon:"K-Meleon",ladybird:"Ladybird",librewolf:"LibreWolf",linespider:"Linespider",
maxthon:"Maxthon",meta_externalads:"Meta-ExternalAds",meta_externalagent:"Meta-ExternalAgent",meta_externalfetcher:"Meta-ExternalFetcher",meta_webindexer:"Meta-\
WebIndexer",mz:"MZ Browser",naver:"NAVER Whale Browser",oai_searchbot:"OAI-SearchBot",omgilibot:"Omgilibot",opera:"Opera",opera_coast:"Opera Coast",pale_moon:"P\
ale Moon",perplexitybot:"PerplexityBot",perplexity_user:"Perplexity-User",phantomjs:"PhantomJS",pingdombot:"PingdomBot",puffin:"Puffin",qq:"QQ Browser",qqlite:"\
QQ Browser Lite",qupzilla:"QupZilla",roku:"Roku",safari:"Safari",sailfish:"Sailfish",samsung_internet:"Samsung Internet for Android",seamonkey:"SeaMonkey",slackbot:"\
SlackBot",sleipnir:"Sleipnir",sogou:"Sogou Browser",swing:"Swing",tizen:"Tizen",uc:"UC Browser",vivo:"Vivo Browser",vivaldi:"Vivaldi",webos:"WebOS Browser",wechat:"\
WeChat",yahooslurp:"YahooSlurp",yandex:"Yandex Browser",yandexbot:"YandexBot",youbot:"YouBot"},PLATFORMS_MAP={bot:"bot",desktop:"desktop",mobile:"mobile",tablet:"\
tablet",tv:"tv"},OS_MAP={Android:"Android",Bada:"Bada",BlackBerry:"BlackBerry",ChromeOS:"Chrome OS",HarmonyOS:"HarmonyOS",iOS:"iOS",Linux:"Linux",MacOS:"macOS",
PlayStation4:"PlayStation 4",Roku:"Roku",Tizen:"Tizen",WebOS:"WebOS",Windows:"Windows",WindowsPhone:"Windows Phone"},ENGINE_MAP={Blink:"Blink",EdgeHTML:"EdgeHTM\
L",Gecko:"Gecko",LibWeb:"LibWeb",Presto:"Presto",Trident:"Trident",WebKit:"WebKit"},Utils=(function(){function Utils2(){}return Utils2.getFirstMatch=function(regexp,ua){
var match=ua.match(regexp);return match&&match.length>0&&match[1]||""},Utils2.getSecondMatch=function(regexp,ua){var match=ua.match(regexp);return match&&match.
length>1&&match[2]||""},Utils2.matchAndReturnConst=function(regexp,ua,_const){if(regexp.test(ua))return _const},Utils2.isFirefoxOnIpad=function(ua){var macIndex=ua.
indexOf("Macintosh");if(macIndex===-1)return!1;var fxiosIndex=ua.indexOf(" FxiOS",macIndex+9);return fxiosIndex!==-1&&ua.indexOf("/",fxiosIndex+6)!==-1},Utils2.
getWindowsVersionName=function(version2){switch(version2){case"NT":return"NT";case"XP":return"XP";case"NT 5.0":return"2000";case"NT 5.1":return"XP";case"NT 5.2":
return"2003";case"NT 6.0":return"Vista";case"NT 6.1":return"7";case"NT 6.2":return"8";case"NT 6.3":return"8.1";case"NT 10.0":return"10";default:return}},Utils2.
getMacOSVersionName=function(version2){var v=version2.split(".").splice(0,2).map(function(s2){return parseInt(s2,10)||0});v.push(0);var major2=v[0],minor2=v[1];
if(major2===10)switch(minor2){case 5:return"Leopard";case 6:return"Snow Leopard";case 7:return"Lion";case 8:return"Mountain Lion";case 9:return"Mavericks";case 10:
return"Yosemite";case 11:return"El Capitan";case 12:return"Sierra";case 13:return"High Sierra";case 14:return"Mojave";case 15:return"Catalina";default:return}switch(major2){case 11:
return"Big Sur";case 12:return"Monterey";case 13:return"Ventura";case 14:return"Sonoma";case 15:return"Sequoia";default:return}},Utils2.getAndroidVersionName=function(version2){
var v=version2.split(".").splice(0,2).map(function(s2){return parseInt(s2,10)||0});if(v.push(0),!(v[0]===1&&v[1]<5)){if(v[0]===1&&v[1]<6)return"Cupcake";if(v[0]===
1&&v[1]>=6)return"Donut";if(v[0]===2&&v[1]<2)return"Eclair";if(v[0]===2&&v[1]===2)return"Froyo";if(v[0]===2&&v[1]>2)return"Gingerbread";if(v[0]===3)return"Honey\
comb";if(v[0]===4&&v[1]<1)return"Ice Cream Sandwich";if(v[0]===4&&v[1]<4)return"Jelly Bean";if(v[0]===4&&v[1]>=4)return"KitKat";if(v[0]===5)return"Lollipop";if(v[0]===
6)return"Marshmallow";if(v[0]===7)return"Nougat";if(v[0]===8)return"Oreo";if(v[0]===9)return"Pie"}},Utils2.getVersionPrecision=function(version2){return version2.
split(".").length},Utils2.compareVersions=function(versionA,versionB,isLoose){isLoose===void 0&&(isLoose=!1);var versionAPrecision=Utils2.getVersionPrecision(versionA),
versionBPrecision=Utils2.getVersionPrecision(versionB),precision=Math.max(versionAPrecision,versionBPrecision),lastPrecision=0,chunks=Utils2.map([versionA,versionB],
function(version2){var delta=precision-Utils2.getVersionPrecision(version2),_version=version2+new Array(delta+1).join(".0");return Utils2.map(_version.split("."),
function(chunk){return new Array(20-chunk.length).join("0")+chunk}).reverse()});for(isLoose&&(lastPrecision=precision-Math.min(versionAPrecision,versionBPrecision)),
precision-=1;precision>=lastPrecision;){if(chunks[0][precision]>chunks[1][precision])return 1;if(chunks[0][precision]===chunks[1][precision]){if(precision===lastPrecision)
return 0;precision-=1}else if(chunks[0][precision]<chunks[1][precision])return-1}},Utils2.map=function(arr,iterator){var result=[],i2;if(Array.prototype.map)return Array.
prototype.map.call(arr,iterator);for(i2=0;i2<arr.length;i2+=1)result.push(iterator(arr[i2]));return result},Utils2.find=function(arr,predicate){var i2,l;if(Array.
prototype.find)return Array.prototype.find.call(arr,predicate);for(i2=0,l=arr.length;i2<l;i2+=1){var value=arr[i2];if(predicate(value,i2))return value}},Utils2.
assign=function(obj){for(var result=obj,i2,l,_len=arguments.length,assigners=new Array(_len>1?_len-1:0),_key=1;_key<_len;_key++)assigners[_key-1]=arguments[_key];
if(Object.assign)return Object.assign.apply(Object,[obj].concat(assigners));var _loop=function(){var assigner=assigners[i2];typeof assigner=="object"&&assigner!==
null&&Object.keys(assigner).forEach(function(key){result[key]=assigner[key]})};for(i2=0,l=assigners.length;i2<l;i2+=1)_loop();return obj},Utils2.getBrowserAlias=
function(browserName){return BROWSER_ALIASES_MAP[browserName]},Utils2.getBrowserTypeByAlias=function(browserAlias){return BROWSER_MAP[browserAlias]||""},Utils2})(),
commonVersionIdentifier=/version\/(\d+(\.?_?\d+)+)/i,browsersList=[{test:[/gptbot/i],describe:function(ua){var browser={name:"GPTBot"},version2=Utils.getFirstMatch(
/gptbot\/(\d+(\.\d+)+)/i,ua)||Utils.getFirstMatch(commonVersionIdentifier,ua);return version2&&(browser.version=version2),browser}},{test:[/chatgpt-user/i],describe:function(ua){
var browser={name:"ChatGPT-User"},version2=Utils.getFirstMatch(/chatgpt-user\/(\d+(\.\d+)+)/i,ua)||Utils.getFirstMatch(commonVersionIdentifier,ua);return version2&&
(browser.version=version2),browser}},{test:[/oai-searchbot/i],describe:function(ua){var browser={name:"OAI-SearchBot"},version2=Utils.getFirstMatch(/oai-searchbot\/(\d+(\.\d+)+)/i,
ua)||Utils.getFirstMatch(commonVersionIdentifier,ua);return version2&&(browser.version=version2),browser}},{test:[/claudebot/i,/claude-web/i,/claude-user/i,/claude-searchbot/i],
describe:function(ua){var browser={name:"ClaudeBot"},version2=Utils.getFirstMatch(/(?:claudebot|claude-web|claude-user|claude-searchbot)\/(\d+(\.\d+)+)/i,ua)||Utils.
getFirstMatch(commonVersionIdentifier,ua);return version2&&(browser.version=version2),browser}},{test:[/omgilibot/i,/webzio-extended/i],describe:function(ua){var browser={
name:"Omgilibot"},version2=Utils.getFirstMatch(/(?:omgilibot|webzio-extended)\/(\d+(\.\d+)+)/i,ua)||Utils.getFirstMatch(commonVersionIdentifier,ua);return version2&&
(browser.version=version2),browser}},{test:[/diffbot/i],describe:function(ua){var browser={name:"Diffbot"},version2=Utils.getFirstMatch(/diffbot\/(\d+(\.\d+)+)/i,
ua)||Utils.getFirstMatch(commonVersionIdentifier,ua);return version2&&(browser.version=version2),browser}},{test:[/perplexitybot/i],describe:function(ua){var browser={
name:"PerplexityBot"},version2=Utils.getFirstMatch(/perplexitybot\/(\d+(\.\d+)+)/i,ua)||Utils.getFirstMatch(commonVersionIdentifier,ua);return version2&&(browser.
version=version2),browser}},{test:[/perplexity-user/i],describe:function(ua){var browser={name:"Perplexity-User"},version2=Utils.getFirstMatch(/perplexity-user\/(\d+(\.\d+)+)/i,
ua)||Utils.getFirstMatch(commonVersionIdentifier,ua);return version2&&(browser.version=version2),browser}},{test:[/youbot/i],describe:function(ua){var browser={
name:"YouBot"},version2=Utils.getFirstMatch(/youbot\/(\d+(\.\d+)+)/i,ua)||Utils.getFirstMatch(commonVersionIdentifier,ua);return version2&&(browser.version=version2),
browser}},{test:[/meta-webindexer/i],describe:function(ua){var browser={name:"Meta-WebIndexer"},version2=Utils.getFirstMatch(/meta-webindexer\/(\d+(\.\d+)+)/i,ua)||
Utils.getFirstMatch(commonVersionIdentifier,ua);return version2&&(browser.version=version2),browser}},{test:[/meta-externalads/i],describe:function(ua){var browser={
name:"Meta-ExternalAds"},version2=Utils.getFirstMatch(/meta-externalads\/(\d+(\.\d+)+)/i,ua)||Utils.getFirstMatch(commonVersionIdentifier,ua);return version2&&(browser.
version=version2),browser}},{test:[/meta-externalagent/i],describe:function(ua){var browser={name:"Meta-ExternalAgent"},version2=Utils.getFirstMatch(/meta-externalagent\/(\d+(\.\d+)+)/i,
ua)||Utils.getFirstMatch(commonVersionIdentifier,ua);return version2&&(browser.version=version2),browser}},{test:[/meta-externalfetcher/i],describe:function(ua){
var browser={name:"Meta-ExternalFetcher"},version2=Utils.getFirstMatch(/meta-externalfetcher\/(\d+(\.\d+)+)/i,ua)||Utils.getFirstMatch(commonVersionIdentifier,ua);
return version2&&(browser.version=version2),browser}},{test:[/googlebot/i],describe:function(ua){var browser={name:"Googlebot"},version2=Utils.getFirstMatch(/googlebot\/(\d+(\.\d+))/i,
ua)||Utils.getFirstMatch(commonVersionIdentifier,ua);return version2&&(browser.version=version2),browser}},{test:[/linespider/i],describe:function(ua){var browser={
name:"Linespider"},version2=Utils.getFirstMatch(/(?:linespider)(?:-[-\w]{1,64})?[\s/](\d+(\.\d+)+)/i,ua)||Utils.getFirstMatch(commonVersionIdentifier,ua);return version2&&
(browser.version=version2),browser}},{test:[/amazonbot/i],describe:function(ua){var browser={name:"AmazonBot"},version2=Utils.getFirstMatch(/amazonbot\/(\d+(\.\d+)+)/i,
ua)||Utils.getFirstMatch(commonVersionIdentifier,ua);return version2&&(browser.version=version2),browser}},{test:[/bingbot/i],describe:function(ua){var browser={
name:"BingCrawler"},version2=Utils.getFirstMatch(/bingbot\/(\d+(\.\d+)+)/i,ua)||Utils.getFirstMatch(commonVersionIdentifier,ua);return version2&&(browser.version=
version2),browser}},{test:[/baiduspider/i],describe:function(ua){var browser={name:"BaiduSpider"},version2=Utils.getFirstMatch(/baiduspider\/(\d+(\.\d+)+)/i,ua)||
Utils.getFirstMatch(commonVersionIdentifier,ua);return version2&&(browser.version=version2),browser}},{test:[/duckduckbot/i],describe:function(ua){var browser={
name:"DuckDuckBot"},version2=Utils.getFirstMatch(/duckduckbot\/(\d+(\.\d+)+)/i,ua)||Utils.getFirstMatch(commonVersionIdentifier,ua);return version2&&(browser.version=
version2),browser}},{test:[/ia_archiver/i],describe:function(ua){var browser={name:"InternetArchiveCrawler"},version2=Utils.getFirstMatch(/ia_archiver\/(\d+(\.\d+)+)/i,
ua)||Utils.getFirstMatch(commonVersionIdentifier,ua);return version2&&(browser.version=version2),browser}},{test:[/facebookexternalhit/i,/facebookcatalog/i],describe:function(){
return{name:"FacebookExternalHit"}}},{test:[/slackbot/i,/slack-imgProxy/i],describe:function(ua){var browser={name:"SlackBot"},version2=Utils.getFirstMatch(/(?:slackbot|slack-imgproxy)(?:-[-\w]{1,64})?[\s/](\d+(\.\d+)+)/i,
ua)||Utils.getFirstMatch(commonVersionIdentifier,ua);return version2&&(browser.version=version2),browser}},{test:[/yahoo!?[\s/]*slurp/i],describe:function(){return{
name:"YahooSlurp"}}},{test:[/yandexbot/i,/yandexmobilebot/i],describe:function(){return{name:"YandexBot"}}},{test:[/pingdom/i],describe:function(){return{name:"\
PingdomBot"}}},{test:[/opera/i],describe:function(ua){var browser={name:"Opera"},version2=Utils.getFirstMatch(commonVersionIdentifier,ua)||Utils.getFirstMatch(/(?:opera)[\s/](\d+(\.?_?\d+)+)/i,
ua);return version2&&(browser.version=version2),browser}},{test:[/opr\/|opios/i],describe:function(ua){var browser={name:"Opera"},version2=Utils.getFirstMatch(/(?:opr|opios)[\s/](\S+)/i,
ua)||Utils.getFirstMatch(commonVersionIdentifier,ua);return version2&&(browser.version=version2),browser}},{test:[/SamsungBrowser/i],describe:function(ua){var browser={
name:"Samsung Internet for Android"},version2=Utils.getFirstMatch(commonVersionIdentifier,ua)||Utils.getFirstMatch(/(?:SamsungBrowser)[\s/](\d+(\.?_?\d+)+)/i,ua);
return version2&&(browser.version=version2),browser}},{test:[/Whale/i],describe:function(ua){var browser={name:"NAVER Whale Browser"},version2=Utils.getFirstMatch(
commonVersionIdentifier,ua)||Utils.getFirstMatch(/(?:whale)[\s/](\d+(?:\.\d+)+)/i,ua);return version2&&(browser.version=version2),browser}},{test:[/PaleMoon/i],
describe:function(ua){var browser={name:"Pale Moon"},version2=Utils.getFirstMatch(commonVersionIdentifier,ua)||Utils.getFirstMatch(/(?:PaleMoon)[\s/](\d+(?:\.\d+)+)/i,
ua);return version2&&(browser.version=version2),browser}},{test:[/HeyTapBrowser/i],describe:function(ua){var browser={name:"HeyTap Browser"},version2=Utils.getFirstMatch(
/(?:HeyTapBrowser)[\s/](\d+(?:\.\d+)*)/i,ua)||Utils.getFirstMatch(commonVersionIdentifier,ua);return version2&&(browser.version=version2),browser}},{test:[/VivoBrowser/i],
describe:function(ua){var browser={name:"Vivo Browser"},version2=Utils.getFirstMatch(/(?:VivoBrowser)[\s/](\d+(?:\.\d+)*)/i,ua)||Utils.getFirstMatch(commonVersionIdentifier,
ua);return version2&&(browser.version=version2),browser}},{test:[/MZBrowser/i],describe:function(ua){var browser={name:"MZ Browser"},version2=Utils.getFirstMatch(
/(?:MZBrowser)[\s/](\d+(?:\.\d+)+)/i,ua)||Utils.getFirstMatch(commonVersionIdentifier,ua);return version2&&(browser.version=version2),browser}},{test:[/focus/i],
describe:function(ua){var browser={name:"Focus"},version2=Utils.getFirstMatch(/(?:focus)[\s/](\d+(?:\.\d+)+)/i,ua)||Utils.getFirstMatch(commonVersionIdentifier,
ua);return version2&&(browser.version=version2),browser}},{test:[/swing/i],describe:function(ua){var browser={name:"Swing"},version2=Utils.getFirstMatch(/(?:swing)[\s/](\d+(?:\.\d+)+)/i,
ua)||Utils.getFirstMatch(commonVersionIdentifier,ua);return version2&&(browser.version=version2),browser}},{test:[/coast/i],describe:function(ua){var browser={name:"\
Opera Coast"},version2=Utils.getFirstMatch(commonVersionIdentifier,ua)||Utils.getFirstMatch(/(?:coast)[\s/](\d+(\.?_?\d+)+)/i,ua);return version2&&(browser.version=
version2),browser}},{test:[/opt\/\d+(?:.?_?\d+)+/i],describe:function(ua){var browser={name:"Opera Touch"},version2=Utils.getFirstMatch(/(?:opt)[\s/](\d+(\.?_?\d+)+)/i,
ua)||Utils.getFirstMatch(commonVersionIdentifier,ua);return version2&&(browser.version=version2),browser}},{test:[/yabrowser/i],describe:function(ua){var browser={
name:"Yandex Browser"},version2=Utils.getFirstMatch(/(?:yabrowser)[\s/](\d+(\.?_?\d+)+)/i,ua)||Utils.getFirstMatch(commonVersionIdentifier,ua);return version2&&
(browser.version=version2),browser}},{test:[/ucbrowser/i],describe:function(ua){var browser={name:"UC Browser"},version2=Utils.getFirstMatch(commonVersionIdentifier,
ua)||Utils.getFirstMatch(/(?:ucbrowser)[\s/](\d+(\.?_?\d+)+)/i,ua);return version2&&(browser.version=version2),browser}},{test:[/Maxthon|mxios/i],describe:function(ua){
var browser={name:"Maxthon"},version2=Utils.getFirstMatch(commonVersionIdentifier,ua)||Utils.getFirstMatch(/(?:Maxthon|mxios)[\s/](\d+(\.?_?\d+)+)/i,ua);return version2&&
(browser.version=version2),browser}},{test:[/epiphany/i],describe:function(ua){var browser={name:"Epiphany"},version2=Utils.getFirstMatch(commonVersionIdentifier,
ua)||Utils.getFirstMatch(/(?:epiphany)[\s/](\d+(\.?_?\d+)+)/i,ua);return version2&&(browser.version=version2),browser}},{test:[/puffin/i],describe:function(ua){
var browser={name:"Puffin"},version2=Utils.getFirstMatch(commonVersionIdentifier,ua)||Utils.getFirstMatch(/(?:puffin)[\s/](\d+(\.?_?\d+)+)/i,ua);return version2&&
(browser.version=version2),browser}},{test:[/sleipnir/i],describe:function(ua){var browser={name:"Sleipnir"},version2=Utils.getFirstMatch(commonVersionIdentifier,
ua)||Utils.getFirstMatch(/(?:sleipnir)[\s/](\d+(\.?_?\d+)+)/i,ua);return version2&&(browser.version=version2),browser}},{test:[/k-meleon/i],describe:function(ua){
var browser={name:"K-Meleon"},version2=Utils.getFirstMatch(commonVersionIdentifier,ua)||Utils.getFirstMatch(/(?:k-meleon)[\s/](\d+(\.?_?\d+)+)/i,ua);return version2&&
(browser.version=version2),browser}},{test:[/micromessenger/i],describe:function(ua){var browser={name:"WeChat"},version2=Utils.getFirstMatch(/(?:micromessenger)[\s/](\d+(\.?_?\d+)+)/i,
ua)||Utils.getFirstMatch(commonVersionIdentifier,ua);return version2&&(browser.version=version2),browser}},{test:[/qqbrowser/i],describe:function(ua){var browser={
name:/qqbrowserlite/i.test(ua)?"QQ Browser Lite":"QQ Browser"},version2=Utils.getFirstMatch(/(?:qqbrowserlite|qqbrowser)[/](\d+(\.?_?\d+)+)/i,ua)||Utils.getFirstMatch(
commonVersionIdentifier,ua);return version2&&(browser.version=version2),browser}},{test:[/msie|trident/i],describe:function(ua){var browser={name:"Internet Expl\
orer"},version2=Utils.getFirstMatch(/(?:msie |rv:)(\d+(\.?_?\d+)+)/i,ua);return version2&&(browser.version=version2),browser}},{test:[/\sedg\//i],describe:function(ua){
var browser={name:"Microsoft Edge"},version2=Utils.getFirstMatch(/\sedg\/(\d+(\.?_?\d+)+)/i,ua);return version2&&(browser.version=version2),browser}},{test:[/edg([ea]|ios)\//i],
describe:function(ua){var browser={name:"Microsoft Edge"},version2=Utils.getSecondMatch(/edg([ea]|ios)\/(\d+(\.?_?\d+)+)/i,ua);return version2&&(browser.version=
version2),browser}},{test:function(parser){return parser.hasBrand("Vivaldi")?!0:parser.test(/vivaldi/i)},describe:function(ua,parser){var browser={name:"Vivaldi"};
if(parser){var hintsVersion=parser.getBrandVersion("Vivaldi");if(hintsVersion)return browser.version=hintsVersion,browser}var version2=Utils.getFirstMatch(/vivaldi\/(\d+(\.?_?\d+)+)/i,
ua);return version2&&(browser.version=version2),browser}},{test:[/seamonkey/i],describe:function(ua){var browser={name:"SeaMonkey"},version2=Utils.getFirstMatch(
/seamonkey\/(\d+(\.?_?\d+)+)/i,ua);return version2&&(browser.version=version2),browser}},{test:[/sailfish/i],describe:function(ua){var browser={name:"Sailfish"},
version2=Utils.getFirstMatch(/sailfish\s?browser\/(\d+(\.\d+)?)/i,ua);return version2&&(browser.version=version2),browser}},{test:[/silk/i],describe:function(ua){
var browser={name:"Amazon Silk"},version2=Utils.getFirstMatch(/silk\/(\d+(\.?_?\d+)+)/i,ua);return version2&&(browser.version=version2),browser}},{test:[/phantom/i],
describe:function(ua){var browser={name:"PhantomJS"},version2=Utils.getFirstMatch(/phantomjs\/(\d+(\.?_?\d+)+)/i,ua);return version2&&(browser.version=version2),
browser}},{test:[/slimerjs/i],describe:function(ua){var browser={name:"SlimerJS"},version2=Utils.getFirstMatch(/slimerjs\/(\d+(\.?_?\d+)+)/i,ua);return version2&&
(browser.version=version2),browser}},{test:[/blackberry|\bbb\d+/i,/rim\stablet/i],describe:function(ua){var browser={name:"BlackBerry"},version2=Utils.getFirstMatch(
commonVersionIdentifier,ua)||Utils.getFirstMatch(/blackberry[\d]+\/(\d+(\.?_?\d+)+)/i,ua);return version2&&(browser.version=version2),browser}},{test:[/(web|hpw)[o0]s/i],
describe:function(ua){var browser={name:"WebOS Browser"},version2=Utils.getFirstMatch(commonVersionIdentifier,ua)||Utils.getFirstMatch(/w(?:eb)?[o0]sbrowser\/(\d+(\.?_?\d+)+)/i,
ua);return version2&&(browser.version=version2),browser}},{test:[/bada/i],describe:function(ua){var browser={name:"Bada"},version2=Utils.getFirstMatch(/dolfin\/(\d+(\.?_?\d+)+)/i,
ua);return version2&&(browser.version=version2),browser}},{test:[/tizen/i],describe:function(ua){var browser={name:"Tizen"},version2=Utils.getFirstMatch(/(?:tizen\s?)?browser\/(\d+(\.?_?\d+)+)/i,
ua)||Utils.getFirstMatch(commonVersionIdentifier,ua);return version2&&(browser.version=version2),browser}},{test:[/qupzilla/i],describe:function(ua){var browser={
name:"QupZilla"},version2=Utils.getFirstMatch(/(?:qupzilla)[\s/](\d+(\.?_?\d+)+)/i,ua)||Utils.getFirstMatch(commonVersionIdentifier,ua);return version2&&(browser.
version=version2),browser}},{test:[/librewolf/i],describe:function(ua){var browser={name:"LibreWolf"},version2=Utils.getFirstMatch(/(?:librewolf)[\s/](\d+(\.?_?\d+)+)/i,
ua);return version2&&(browser.version=version2),browser}},{test:[/firefox|iceweasel|fxios/i],describe:function(ua){var browser={name:"Firefox"},version2=Utils.getFirstMatch(
/(?:firefox|iceweasel|fxios)[\s/](\d+(\.?_?\d+)+)/i,ua);return version2&&(browser.version=version2),browser}},{test:[/electron/i],describe:function(ua){var browser={
name:"Electron"},version2=Utils.getFirstMatch(/(?:electron)\/(\d+(\.?_?\d+)+)/i,ua);return version2&&(browser.version=version2),browser}},{test:[/sogoumobilebrowser/i,
/metasr/i,/se 2\.[x]/i],describe:function(ua){var browser={name:"Sogou Browser"},sogouMobileVersion=Utils.getFirstMatch(/(?:sogoumobilebrowser)[\s/](\d+(\.?_?\d+)+)/i,
ua),chromiumVersion=Utils.getFirstMatch(/(?:chrome|crios|crmo)\/(\d+(\.?_?\d+)+)/i,ua),seVersion=Utils.getFirstMatch(/se ([\d.]+)x/i,ua),version2=sogouMobileVersion||
chromiumVersion||seVersion;return version2&&(browser.version=version2),browser}},{test:[/MiuiBrowser/i],describe:function(ua){var browser={name:"Miui"},version2=Utils.
getFirstMatch(/(?:MiuiBrowser)[\s/](\d+(\.?_?\d+)+)/i,ua);return version2&&(browser.version=version2),browser}},{test:function(parser){return parser.hasBrand("D\
uckDuckGo")?!0:parser.test(/\sDdg\/[\d.]+$/i)},describe:function(ua,parser){var browser={name:"DuckDuckGo"};if(parser){var hintsVersion=parser.getBrandVersion("\
DuckDuckGo");if(hintsVersion)return browser.version=hintsVersion,browser}var uaVersion=Utils.getFirstMatch(/\sDdg\/([\d.]+)$/i,ua);return uaVersion&&(browser.version=
uaVersion),browser}},{test:function(parser){return parser.hasBrand("Brave")},describe:function(ua,parser){var browser={name:"Brave"};if(parser){var hintsVersion=parser.
getBrandVersion("Brave");if(hintsVersion)return browser.version=hintsVersion,browser}return browser}},{test:[/chromium/i],describe:function(ua){var browser={name:"\
Chromium"},version2=Utils.getFirstMatch(/(?:chromium)[\s/](\d+(\.?_?\d+)+)/i,ua)||Utils.getFirstMatch(commonVersionIdentifier,ua);return version2&&(browser.version=
version2),browser}},{test:[/ladybird/i],describe:function(ua){var browser={name:"Ladybird"},version2=Utils.getFirstMatch(/ladybird\/(\d+(\.?_?\d+)+)/i,ua);return version2&&
(browser.version=version2),browser}},{test:[/chrome|crios|crmo/i],describe:function(ua){var browser={name:"Chrome"},version2=Utils.getFirstMatch(/(?:chrome|crios|crmo)\/(\d+(\.?_?\d+)+)/i,
ua);return version2&&(browser.version=version2),browser}},{test:[/GSA/i],describe:function(ua){var browser={name:"Google Search"},version2=Utils.getFirstMatch(/(?:GSA)\/(\d+(\.?_?\d+)+)/i,
ua);return version2&&(browser.version=version2),browser}},{test:function(parser){var notLikeAndroid=!parser.test(/like android/i),butAndroid=parser.test(/android/i);
return notLikeAndroid&&butAndroid},describe:function(ua){var browser={name:"Android Browser"},version2=Utils.getFirstMatch(commonVersionIdentifier,ua);return version2&&
(browser.version=version2),browser}},{test:[/playstation 4/i],describe:function(ua){var browser={name:"PlayStation 4"},version2=Utils.getFirstMatch(commonVersionIdentifier,
ua);return version2&&(browser.version=version2),browser}},{test:[/safari|applewebkit/i],describe:function(ua){var browser={name:"Safari"},version2=Utils.getFirstMatch(
commonVersionIdentifier,ua);return version2&&(browser.version=version2),browser}},{test:[/.*/i],describe:function(ua){var regexp=ua.search("\\(")!==-1?/^(.*)\/([^/]*)[ \t]\((.*)/:
/^(.*)\/([^/]*) /;return{name:Utils.getFirstMatch(regexp,ua),version:Utils.getSecondMatch(regexp,ua)}}}],parser_os_default=[{test:[/Roku\/DVP/],describe:function(ua){
var version2=Utils.getFirstMatch(/Roku\/DVP-(\d+\.\d+)/i,ua);return{name:OS_MAP.Roku,version:version2}}},{test:[/windows phone/i],describe:function(ua){var version2=Utils.
getFirstMatch(/windows phone (?:os)?\s?(\d+(\.\d+)*)/i,ua);return{name:OS_MAP.WindowsPhone,version:version2}}},{test:[/windows /i],describe:function(ua){var version2=Utils.
getFirstMatch(/Windows ((NT|XP)( \d\d?.\d)?)/i,ua),versionName=Utils.getWindowsVersionName(version2);return{name:OS_MAP.Windows,version:version2,versionName}}},
{test:function(parser){return Utils.isFirefoxOnIpad(parser.getUA())},describe:function(ua){var result={name:OS_MAP.iOS},version2=Utils.getSecondMatch(/(Version\/)(\d[\d.]+)/,
ua);return version2&&(result.version=version2),result}},{test:[/macintosh/i],describe:function(ua){var version2=Utils.getFirstMatch(/mac os x (\d+(\.?_?\d+)+)/i,
ua).replace(/[_\s]/g,"."),versionName=Utils.getMacOSVersionName(version2),os={name:OS_MAP.MacOS,version:version2};return versionName&&(os.versionName=versionName),
os}},{test:[/(ipod|iphone|ipad)/i],describe:function(ua){var version2=Utils.getFirstMatch(/os (\d+([_\s]\d+)*) like mac os x/i,ua).replace(/[_\s]/g,".");return{
name:OS_MAP.iOS,version:version2}}},{test:[/OpenHarmony/i],describe:function(ua){var version2=Utils.getFirstMatch(/OpenHarmony\s+(\d+(\.\d+)*)/i,ua);return{name:OS_MAP.
HarmonyOS,version:version2}}},{test:function(parser){var notLikeAndroid=!parser.test(/like android/i),butAndroid=parser.test(/android/i);return notLikeAndroid&&
butAndroid},describe:function(ua){var version2=Utils.getFirstMatch(/android[\s/-](\d+(\.\d+)*)/i,ua),versionName=Utils.getAndroidVersionName(version2),os={name:OS_MAP.
Android,version:version2};return versionName&&(os.versionName=versionName),os}},{test:[/(web|hpw)[o0]s/i],describe:function(ua){var version2=Utils.getFirstMatch(
/(?:web|hpw)[o0]s\/(\d+(\.\d+)*)/i,ua),os={name:OS_MAP.WebOS};return version2&&version2.length&&(os.version=version2),os}},{test:[/blackberry|\bbb\d+/i,/rim\stablet/i],
describe:function(ua){var version2=Utils.getFirstMatch(/rim\stablet\sos\s(\d+(\.\d+)*)/i,ua)||Utils.getFirstMatch(/blackberry\d+\/(\d+([_\s]\d+)*)/i,ua)||Utils.
getFirstMatch(/\bbb(\d+)/i,ua);return{name:OS_MAP.BlackBerry,version:version2}}},{test:[/bada/i],describe:function(ua){var version2=Utils.getFirstMatch(/bada\/(\d+(\.\d+)*)/i,
ua);return{name:OS_MAP.Bada,version:version2}}},{test:[/tizen/i],describe:function(ua){var version2=Utils.getFirstMatch(/tizen[/\s](\d+(\.\d+)*)/i,ua);return{name:OS_MAP.
Tizen,version:version2}}},{test:[/linux/i],describe:function(){return{name:OS_MAP.Linux}}},{test:[/CrOS/],describe:function(){return{name:OS_MAP.ChromeOS}}},{test:[
/PlayStation 4/],describe:function(ua){var version2=Utils.getFirstMatch(/PlayStation 4[/\s](\d+(\.\d+)*)/i,ua);return{name:OS_MAP.PlayStation4,version:version2}}}],
parser_platforms_default=[{test:[/googlebot/i],describe:function(){return{type:PLATFORMS_MAP.bot,vendor:"Google"}}},{test:[/linespider/i],describe:function(){return{
type:PLATFORMS_MAP.bot,vendor:"Line"}}},{test:[/amazonbot/i],describe:function(){return{type:PLATFORMS_MAP.bot,vendor:"Amazon"}}},{test:[/gptbot/i],describe:function(){
return{type:PLATFORMS_MAP.bot,vendor:"OpenAI"}}},{test:[/chatgpt-user/i],describe:function(){return{type:PLATFORMS_MAP.bot,vendor:"OpenAI"}}},{test:[/oai-searchbot/i],
describe:function(){return{type:PLATFORMS_MAP.bot,vendor:"OpenAI"}}},{test:[/baiduspider/i],describe:function(){return{type:PLATFORMS_MAP.bot,vendor:"Baidu"}}},
{test:[/bingbot/i],describe:function(){return{type:PLATFORMS_MAP.bot,vendor:"Bing"}}},{test:[/duckduckbot/i],describe:function(){return{type:PLATFORMS_MAP.bot,vendor:"\
DuckDuckGo"}}},{test:[/claudebot/i,/claude-web/i,/claude-user/i,/claude-searchbot/i],describe:function(){return{type:PLATFORMS_MAP.bot,vendor:"Anthropic"}}},{test:[
/omgilibot/i,/webzio-extended/i],describe:function(){return{type:PLATFORMS_MAP.bot,vendor:"Webz.io"}}},{test:[/diffbot/i],describe:function(){return{type:PLATFORMS_MAP.
bot,vendor:"Diffbot"}}},{test:[/perplexitybot/i],describe:function(){return{type:PLATFORMS_MAP.bot,vendor:"Perplexity AI"}}},{test:[/perplexity-user/i],describe:function(){
return{type:PLATFORMS_MAP.bot,vendor:"Perplexity AI"}}},{test:[/youbot/i],describe:function(){return{type:PLATFORMS_MAP.bot,vendor:"You.com"}}},{test:[/ia_archiver/i],
describe:function(){return{type:PLATFORMS_MAP.bot,vendor:"Internet Archive"}}},{test:[/meta-webindexer/i],describe:function(){return{type:PLATFORMS_MAP.bot,vendor:"\
Meta"}}},{test:[/meta-externalads/i],describe:function(){return{type:PLATFORMS_MAP.bot,vendor:"Meta"}}},{test:[/meta-externalagent/i],describe:function(){return{
type:PLATFORMS_MAP.bot,vendor:"Meta"}}},{test:[/meta-externalfetcher/i],describe:function(){return{type:PLATFORMS_MAP.bot,vendor:"Meta"}}},{test:[/facebookexternalhit/i,
/facebookcatalog/i],describe:function(){return{type:PLATFORMS_MAP.bot,vendor:"Meta"}}},{test:[/slackbot/i,/slack-imgProxy/i],describe:function(){return{type:PLATFORMS_MAP.
bot,vendor:"Slack"}}},{test:[/yahoo/i],describe:function(){return{type:PLATFORMS_MAP.bot,vendor:"Yahoo"}}},{test:[/yandexbot/i,/yandexmobilebot/i],describe:function(){
return{type:PLATFORMS_MAP.bot,vendor:"Yandex"}}},{test:[/pingdom/i],describe:function(){return{type:PLATFORMS_MAP.bot,vendor:"Pingdom"}}},{test:[/huawei/i],describe:function(ua){
var model=Utils.getFirstMatch(/(can-l01)/i,ua)&&"Nova",platform={type:PLATFORMS_MAP.mobile,vendor:"Huawei"};return model&&(platform.model=model),platform}},{test:[
/nexus\s*(?:7|8|9|10).*/i],describe:function(){return{type:PLATFORMS_MAP.tablet,vendor:"Nexus"}}},{test:[/ipad/i],describe:function(){return{type:PLATFORMS_MAP.
tablet,vendor:"Apple",model:"iPad"}}},{test:function(parser){return Utils.isFirefoxOnIpad(parser.getUA())},describe:function(){return{type:PLATFORMS_MAP.tablet,
vendor:"Apple",model:"iPad"}}},{test:[/kftt build/i],describe:function(){return{type:PLATFORMS_MAP.tablet,vendor:"Amazon",model:"Kindle Fire HD 7"}}},{test:[/silk/i],
describe:function(){return{type:PLATFORMS_MAP.tablet,vendor:"Amazon"}}},{test:[/tablet(?! pc)/i],describe:function(){return{type:PLATFORMS_MAP.tablet}}},{test:function(parser){
var iDevice=parser.test(/ipod|iphone/i),likeIDevice=parser.test(/like (ipod|iphone)/i);return iDevice&&!likeIDevice},describe:function(ua){var model=Utils.getFirstMatch(
/(ipod|iphone)/i,ua);return{type:PLATFORMS_MAP.mobile,vendor:"Apple",model}}},{test:[/nexus\s*[0-6].*/i,/galaxy nexus/i],describe:function(){return{type:PLATFORMS_MAP.
mobile,vendor:"Nexus"}}},{test:[/Nokia/i],describe:function(ua){var model=Utils.getFirstMatch(/Nokia\s+([0-9]+(\.[0-9]+)?)/i,ua),platform={type:PLATFORMS_MAP.mobile,
vendor:"Nokia"};return model&&(platform.model=model),platform}},{test:[/[^-]mobi/i],describe:function(){return{type:PLATFORMS_MAP.mobile}}},{test:function(parser){
return parser.getBrowserName(!0)==="blackberry"},describe:function(){return{type:PLATFORMS_MAP.mobile,vendor:"BlackBerry"}}},{test:function(parser){return parser.
getBrowserName(!0)==="bada"},describe:function(){return{type:PLATFORMS_MAP.mobile}}},{test:function(parser){return parser.getBrowserName()==="windows phone"},describe:function(){
return{type:PLATFORMS_MAP.mobile,vendor:"Microsoft"}}},{test:function(parser){var osMajorVersion=Number(String(parser.getOSVersion()).split(".")[0]);return parser.
getOSName(!0)==="android"&&osMajorVersion>=3},describe:function(){return{type:PLATFORMS_MAP.tablet}}},{test:function(parser){return parser.getOSName(!0)==="andr\
oid"},describe:function(){return{type:PLATFORMS_MAP.mobile}}},{test:[/smart-?tv|smarttv/i],describe:function(){return{type:PLATFORMS_MAP.tv}}},{test:[/netcast/i],
describe:function(){return{type:PLATFORMS_MAP.tv}}},{test:function(parser){return parser.getOSName(!0)==="macos"},describe:function(){return{type:PLATFORMS_MAP.
desktop,vendor:"Apple"}}},{test:function(parser){return parser.getOSName(!0)==="windows"},describe:function(){return{type:PLATFORMS_MAP.desktop}}},{test:function(parser){
return parser.getOSName(!0)==="linux"},describe:function(){return{type:PLATFORMS_MAP.desktop}}},{test:function(parser){return parser.getOSName(!0)==="playstatio\
n 4"},describe:function(){return{type:PLATFORMS_MAP.tv}}},{test:function(parser){return parser.getOSName(!0)==="roku"},describe:function(){return{type:PLATFORMS_MAP.
tv}}}],parser_engines_default=[{test:function(parser){return parser.getBrowserName(!0)==="microsoft edge"},describe:function(ua){if(/\sedg\//i.test(ua))return{name:ENGINE_MAP.
Blink};var version2=Utils.getFirstMatch(/edge\/(\d+(\.?_?\d+)+)/i,ua);return{name:ENGINE_MAP.EdgeHTML,version:version2}}},{test:function(parser){return parser.getBrowserName(
!0)==="ladybird"},describe:function(){return{name:ENGINE_MAP.LibWeb}}},{test:[/trident/i],describe:function(ua){var engine={name:ENGINE_MAP.Trident},version2=Utils.
getFirstMatch(/trident\/(\d+(\.?_?\d+)+)/i,ua);return version2&&(engine.version=version2),engine}},{test:function(parser){return parser.test(/presto/i)},describe:function(ua){
var engine={name:ENGINE_MAP.Presto},version2=Utils.getFirstMatch(/presto\/(\d+(\.?_?\d+)+)/i,ua);return version2&&(engine.version=version2),engine}},{test:function(parser){
var isGecko=parser.test(/gecko/i),likeGecko=parser.test(/like gecko/i);return isGecko&&!likeGecko},describe:function(ua){var engine={name:ENGINE_MAP.Gecko},version2=Utils.
getFirstMatch(/gecko\/(\d+(\.?_?\d+)+)/i,ua);return version2&&(engine.version=version2),engine}},{test:[/(apple)?webkit\/537\.36/i],describe:function(){return{name:ENGINE_MAP.
Blink}}},{test:[/(apple)?webkit/i],describe:function(ua){var engine={name:ENGINE_MAP.WebKit},version2=Utils.getFirstMatch(/webkit\/(\d+(\.?_?\d+)+)/i,ua);return version2&&
(engine.version=version2),engine}}],Parser=(function(){function Parser2(UA,skipParsingOrHints,clientHints){if(skipParsingOrHints===void 0&&(skipParsingOrHints=!1),
clientHints===void 0&&(clientHints=null),UA==null||UA==="")throw new Error("UserAgent parameter can't be empty");this._ua=UA;var skipParsing=!1;typeof skipParsingOrHints==
"boolean"?(skipParsing=skipParsingOrHints,this._hints=clientHints):skipParsingOrHints!=null&&typeof skipParsingOrHints=="object"?this._hints=skipParsingOrHints:
this._hints=null,this.parsedResult={},skipParsing!==!0&&this.parse()}var _proto=Parser2.prototype;return _proto.getHints=function(){return this._hints},_proto.hasBrand=
function(brandName){if(!this._hints||!Array.isArray(this._hints.brands))return!1;var brandLower=brandName.toLowerCase();return this._hints.brands.some(function(b){
return b.brand&&b.brand.toLowerCase()===brandLower})},_proto.getBrandVersion=function(brandName){if(!(!this._hints||!Array.isArray(this._hints.brands))){var brandLower=brandName.
toLowerCase(),brand=Utils.find(this._hints.brands,function(b){return b.brand&&b.brand.toLowerCase()===brandLower});return brand?brand.version:void 0}},_proto.getUA=
function(){return this._ua},_proto.test=function(regex2){return regex2.test(this._ua)},_proto.parseBrowser=function(){var _this=this;this.parsedResult.browser={};
var browserDescriptor=Utils.find(browsersList,function(_browser){if(typeof _browser.test=="function")return _browser.test(_this);if(Array.isArray(_browser.test))
return _browser.test.some(function(condition){return _this.test(condition)});throw new Error("Browser's test function is not valid")});return browserDescriptor&&
(this.parsedResult.browser=browserDescriptor.describe(this.getUA(),this)),this.parsedResult.browser},_proto.getBrowser=function(){return this.parsedResult.browser?
this.parsedResult.browser:this.parseBrowser()},_proto.getBrowserName=function(toLowerCase){return toLowerCase?String(this.getBrowser().name).toLowerCase()||"":this.
getBrowser().name||""},_proto.getBrowserVersion=function(){return this.getBrowser().version},_proto.getOS=function(){return this.parsedResult.os?this.parsedResult.
os:this.parseOS()},_proto.parseOS=function(){var _this2=this;this.parsedResult.os={};var os=Utils.find(parser_os_default,function(_os){if(typeof _os.test=="func\
tion")return _os.test(_this2);if(Array.isArray(_os.test))return _os.test.some(function(condition){return _this2.test(condition)});throw new Error("Browser's tes\
t function is not valid")});return os&&(this.parsedResult.os=os.describe(this.getUA())),this.parsedResult.os},_proto.getOSName=function(toLowerCase){var name=this.
getOS().name;return toLowerCase?String(name).toLowerCase()||"":name||""},_proto.getOSVersion=function(){return this.getOS().version},_proto.getPlatform=function(){
return this.parsedResult.platform?this.parsedResult.platform:this.parsePlatform()},_proto.getPlatformType=function(toLowerCase){toLowerCase===void 0&&(toLowerCase=
!1);var type=this.getPlatform().type;return toLowerCase?String(type).toLowerCase()||"":type||""},_proto.parsePlatform=function(){var _this3=this;this.parsedResult.
platform={};var platform=Utils.find(parser_platforms_default,function(_platform){if(typeof _platform.test=="function")return _platform.test(_this3);if(Array.isArray(
_platform.test))return _platform.test.some(function(condition){return _this3.test(condition)});throw new Error("Browser's test function is not valid")});return platform&&
(this.parsedResult.platform=platform.describe(this.getUA())),this.parsedResult.platform},_proto.getEngine=function(){return this.parsedResult.engine?this.parsedResult.
engine:this.parseEngine()},_proto.getEngineName=function(toLowerCase){return toLowerCase?String(this.getEngine().name).toLowerCase()||"":this.getEngine().name||
""},_proto.parseEngine=function(){var _this4=this;this.parsedResult.engine={};var engine=Utils.find(parser_engines_default,function(_engine){if(typeof _engine.test==
"function")return _engine.test(_this4);if(Array.isArray(_engine.test))return _engine.test.some(function(condition){return _this4.test(condition)});throw new Error(
"Browser's test function is not valid")});return engine&&(this.parsedResult.engine=engine.describe(this.getUA())),this.parsedResult.engine},_proto.parse=function(){
return this.parseBrowser(),this.parseOS(),this.parsePlatform(),this.parseEngine(),this},_proto.getResult=function(){return Utils.assign({},this.parsedResult)},_proto.
satisfies=function(checkTree){var _this5=this,platformsAndOSes={},platformsAndOSCounter=0,browsers={},browsersCounter=0;if(Object.keys(checkTree).forEach(function(key){
var currentDefinition=checkTree[key];typeof currentDefinition=="string"||Array.isArray(currentDefinition)?(browsers[key]=currentDefinition,browsersCounter+=1):typeof currentDefinition==
"object"&&(platformsAndOSes[key]=currentDefinition,platformsAndOSCounter+=1)}),platformsAndOSCounter>0){var platformsAndOSNames=Object.keys(platformsAndOSes),OSMatchingDefinition=Utils.
find(platformsAndOSNames,function(name){return _this5.isOS(name)});if(OSMatchingDefinition){var osResult=this.satisfies(platformsAndOSes[OSMatchingDefinition]);
if(osResult!==void 0)return osResult}var platformMatchingDefinition=Utils.find(platformsAndOSNames,function(name){return _this5.isPlatform(name)});if(platformMatchingDefinition){
var platformResult=this.satisfies(platformsAndOSes[platformMatchingDefinition]);if(platformResult!==void 0)return platformResult}}if(browsersCounter>0){var browserNames=Object.
keys(browsers),matchingDefinition=Utils.find(browserNames,function(name){return _this5.isBrowser(name,!0)});if(matchingDefinition!==void 0)return this.compareVersions(
browsers[matchingDefinition])}},_proto.isBrowser=function(browserName,includingAlias){includingAlias===void 0&&(includingAlias=!1);var defaultBrowserName=this.getBrowserName().
toLowerCase(),browserNameLower=browserName.toLowerCase(),alias=Utils.getBrowserTypeByAlias(browserNameLower);return includingAlias&&alias&&(browserNameLower=alias.
toLowerCase()),browserNameLower===defaultBrowserName},_proto.compareVersions=function(versionsOrVersion){var _this6=this;return typeof versionsOrVersion=="strin\
g"?this.compareVersion(versionsOrVersion):versionsOrVersion.some(function(version2){return _this6.compareVersion(version2)})},_proto.compareVersion=function(version2){
var expectedResults=[0],comparableVersion=version2,isLoose=!1,currentBrowserVersion=this.getBrowserVersion();if(typeof currentBrowserVersion=="string")return version2[0]===
">"||version2[0]==="<"?(comparableVersion=version2.substr(1),version2[1]==="="?(isLoose=!0,comparableVersion=version2.substr(2)):expectedResults=[],version2[0]===
">"?expectedResults.push(1):expectedResults.push(-1)):version2[0]==="="?comparableVersion=version2.substr(1):version2[0]==="~"&&(isLoose=!0,comparableVersion=version2.
substr(1)),expectedResults.indexOf(Utils.compareVersions(currentBrowserVersion,comparableVersion,isLoose))>-1},_proto.isOS=function(osName){return this.getOSName(
!0)===String(osName).toLowerCase()},_proto.isPlatform=function(platformType){return this.getPlatformType(!0)===String(platformType).toLowerCase()},_proto.isEngine=
function(engineName){return this.getEngineName(!0)===String(engineName).toLowerCase()},_proto.is=function(anything,includingAlias){return includingAlias===void 0&&
(includingAlias=!1),this.isBrowser(anything,includingAlias)||this.isOS(anything)||this.isPlatform(anything)},_proto.some=function(anythings){var _this7=this;return anythings===
void 0&&(anythings=[]),anythings.some(function(anything){return _this7.is(anything)})},Parser2})();function _defineProperties(e2,r2){for(var t2=0;t2<r2.length;t2++){
var o=r2[t2];o.enumerable=o.enumerable||!1,o.configurable=!0,"value"in o&&(o.writable=!0),Object.defineProperty(e2,_toPropertyKey(o.key),o)}}function _createClass(e2,r2,t2){
return r2&&_defineProperties(e2.prototype,r2),t2&&_defineProperties(e2,t2),Object.defineProperty(e2,"prototype",{writable:!1}),e2}function _toPropertyKey(t2){var i2=_toPrimitive(
t2,"string");return typeof i2=="symbol"?i2:i2+""}function _toPrimitive(t2,r2){if(typeof t2!="object"||!t2)return t2;var e2=t2[Symbol.toPrimitive];if(e2!==void 0){
var i2=e2.call(t2,r2||"default");if(typeof i2!="object")return i2;throw new TypeError("@@toPrimitive must return a primitive value.")}return(r2==="string"?String:
Number)(t2)}var Bowser=(function(){function Bowser2(){}return Bowser2.getParser=function(UA,skipParsingOrHints,clientHints){if(skipParsingOrHints===void 0&&(skipParsingOrHints=
!1),clientHints===void 0&&(clientHints=null),typeof UA!="string")throw new Error("UserAgent should be a string");return new Parser(UA,skipParsingOrHints,clientHints)},
Bowser2.parse=function(UA,clientHints){return clientHints===void 0&&(clientHints=null),new Parser(UA,clientHints).getResult()},_createClass(Bowser2,null,[{key:"\
BROWSER_MAP",get:function(){return BROWSER_MAP}},{key:"ENGINE_MAP",get:function(){return ENGINE_MAP}},{key:"OS_MAP",get:function(){return OS_MAP}},{key:"PLATFOR\
MS_MAP",get:function(){return PLATFORMS_MAP}}])})(),parse=Bowser.parse,getParser=Bowser.getParser;var MAX_PARSED_LENGTH=1e3,MAX_CACHED=500,NOTHING=Object.freeze({}),known=new Map;function describeUserAgent(text2){if(text2===""||text2.length>MAX_PARSED_LENGTH)
return NOTHING;let cached=known.get(text2);if(cached!==void 0)return cached;let description=Object.freeze(describeShortForm(text2)??describeRaw(text2));return known.
size>=MAX_CACHED&&known.clear(),known.set(text2,description),description}function describeShortForm(text2){let parts=text2.split(" / ");if(parts.length!==2||/[/();]/.
test(parts.join("")))return;let[browser,browserVersion]=nameAndVersion(parts[0]??""),[os,osVersion]=nameAndVersion(parts[1]??"");return describe146({os,osVersion,
browser,browserVersion,device:deviceFor(browser,os)})}function nameAndVersion(text2){let trimmed=text2.trim(),space=trimmed.lastIndexOf(" "),version2=trimmed.slice(
space+1);return space===-1||!/^\d/.test(version2)?[trimmed,void 0]:[trimmed.slice(0,space),version2]}function deviceFor(browser,os){return/bot\b|crawler|spider/i.
test(browser??"")?"bot":/\bMobile\b/i.test(browser??"")||/^(?:iOS|Android|Windows Phone|Windows Mobile|BlackBerry)/i.test(os??"")?"mobile":/^(?:Windows|Mac|Linux|Ubuntu|Fedora|Debian|Chrome ?OS)/i.
test(os??"")?"desktop":void 0}function describeRaw(text2){try{let{browser,os,platform}=Bowser.parse(text2),product=programOf(text2),isNamed=!!browser.name&&!browser.
name?.includes("/");return describe146({os:os.name,osVersion:os.version?.startsWith("NT ")?os.versionName:os.version??os.versionName,browser:isNamed?browser.name:
product?.name,browserVersion:isNamed?browser.version:product?.version,device:platform.model?[platform.vendor,platform.model].filter(Boolean).join(" "):platform.
type})}catch{return NOTHING}}function programOf(text2){let[,name,version2]=/^([\w.-]{1,64})\/v?(\d[\w.-]{0,32})/.exec(text2)??[];if(!(name===void 0||version2===
void 0||name==="Mozilla"))return{name,version:version2}}function describe146(found){let os=knownName(found.os),browser=knownName(found.browser),osVersion=os&&knownVersion(
found.osVersion),browserVersion=browser&&knownVersion(found.browserVersion),device=knownName(found.device);return{...os&&{os},...osVersion&&{os_version:osVersion},
...browser&&{browser},...browserVersion&&{browser_version:browserVersion},...device&&{device}}}function knownName(name){return name===void 0||/^(?:other|unknown)?$/i.
test(name)?void 0:name}function knownVersion(version2){return version2===void 0||/^[0.]*$/.test(version2)?void 0:version2.replace(/^v/,"")}var ANY_SURROGATE=/[\uD800-\uDFFF]/,LONE_SURROGATE=/[\uD800-\uDFFF]/gu;function toWellFormed(text2){return ANY_SURROGATE.test(text2)?text2.replace(LONE_SURROGATE,
"�"):text2}function toJsonText(value){let text2=stringify(value);return text2.includes("\\ud")?stringify(repaired(value)):text2}function stringify(value){try{
return JSON.stringify(value)??"null"}catch{return JSON.stringify(value,(_key,each)=>typeof each=="bigint"?String(each):each)}}function repaired(value){if(typeof value==
"string")return toWellFormed(value);if(typeof value!="object"||value===null)return value;if(Array.isArray(value))return value.map(repaired);let entries=Object.entries(
value);return Object.fromEntries(entries.map(([name,each])=>[toWellFormed(name),repaired(each)]))}var COLUMN_OF_FIELD=new Map(COLUMNS.flatMap(column=>(column.sources??[column.name]).map(field=>[field,column]))),IDENTITY=new Set(["log_id","date","type"]);function toRecord(log2){
let row={},cut=[],others=[];putIdentity(row,log2,cut);for(let field in log2){let value=log2[field];if(field==="_id"||isEmpty(value)||isPlaced(row,field))continue;
let column=COLUMN_OF_FIELD.get(field),cell=column===void 0?void 0:cellFor(column,field,value,log2,cut);column!==void 0&&cell!==void 0?row[column.name]=cell:others.
push([field,value])}return typeof row.user_agent=="string"&&Object.assign(row,describeUserAgent(row.user_agent)),others.length>0&&(row.additional_fields=jsonCell(
"additional_fields",Object.fromEntries(others),cut)),cut.length>0&&(row.truncated_fields=cut.join(",")),row}function putIdentity(row,log2,cut){for(let field of IDENTITY){
let value=log2[field],column=COLUMN_OF_FIELD.get(field);if(column===void 0||isEmpty(value))continue;let cell=cellFor(column,field,value,log2,cut);cell!==void 0&&
(row[field]=cell)}let type=row.type,{event,category,level,severity}=describeType(typeof type=="string"?type:"");event!==""&&(row.event=event),category!==void 0&&
(row.category=category),row.level=level,row.severity=severity}function isPlaced(row,field){return IDENTITY.has(field)&&row[field]!==void 0}function isEmpty(value){
if(value==null||value==="")return!0;if(typeof value!="object")return typeof value=="function"||typeof value=="symbol";if(Array.isArray(value))return value.length===
0;for(let _ in value)return!1;return!0}function cellFor(column,field,value,log2,cut){switch(column.kind){case"text":return textCell(column.name,value,cut);case"\
json":return jsonCell(column.name,value,cut);case"time":return typeof value=="string"&&isIsoTime(value)?value:void 0;case"boolean":return typeof value=="boolean"&&
isPreferred(column,field,log2)?value:void 0;case"number":return typeof value=="number"?value:void 0}}function isPreferred(column,field,log2){let preferred=column.
sources?.find(source=>typeof log2[source]===column.kind);return preferred===void 0||preferred===field}function textCell(name,value,cut){if(typeof value=="string"){
let text2=toWellFormed(value);return IDENTITY.has(name)?text2:asText(maskSecrets(text2))}if(typeof value!="object")return String(value);let masked=maskedOf(name,
value,cut);return Array.isArray(masked)&&masked.every(item=>typeof item=="string")?toWellFormed(masked.join(" ")):asText(masked)}function jsonCell(name,value,cut){
return toJsonText(maskedOf(name,value,cut))}function maskedOf(name,value,cut){let report2={wasCut:!1},masked=maskSecrets(value,report2);return report2.wasCut&&cut.
push(name),masked}function asText(value){return typeof value=="string"?value:toJsonText(value)}var import_node_crypto2=require("node:crypto"),CIPHER="aes-256-gcm",KEY_BYTES=32,NONCE_BYTES=12,TAG_BYTES=16;function createSeal(secret,purpose){let key=new Uint8Array(
(0,import_node_crypto2.hkdfSync)("sha256",secret,"",purpose,KEY_BYTES));function openBytes(sealed){let bytes=Buffer.from(sealed,"base64url");if(bytes.toString("\
base64url")===sealed&&!(bytes.length<NONCE_BYTES+TAG_BYTES))try{let decipher=(0,import_node_crypto2.createDecipheriv)(CIPHER,key,bytes.subarray(0,NONCE_BYTES));
decipher.setAuthTag(bytes.subarray(NONCE_BYTES,NONCE_BYTES+TAG_BYTES));let content=decipher.update(bytes.subarray(NONCE_BYTES+TAG_BYTES));return Buffer.concat([
content,decipher.final()])}catch{return}}return{seal(content){let bytes=typeof content=="string"?Buffer.from(content):content,nonce=(0,import_node_crypto2.randomBytes)(
NONCE_BYTES),cipher=(0,import_node_crypto2.createCipheriv)(CIPHER,key,nonce),sealed=Buffer.concat([cipher.update(bytes),cipher.final()]);return Buffer.concat([nonce,
cipher.getAuthTag(),sealed]).toString("base64url")},open:sealed=>openBytes(sealed)?.toString("utf8"),openBytes}}var import_node_zlib2=require("node:zlib"),MAX_RECORD_BYTES2=64e6;function createVault(seal){return{lock:bytes=>seal.seal((0,import_node_zlib2.deflateRawSync)(bytes)),
unlock(locked){let compressed=seal.openBytes(locked);if(compressed!==void 0)try{return(0,import_node_zlib2.inflateRawSync)(compressed,{maxOutputLength:MAX_RECORD_BYTES2})}catch{
return}}}}function isSecret3(row){return row.kind.type==="password"}function accepted(value){return{ok:!0,value}}function refused(advice2){return advice2===void 0?{ok:!1}:
{ok:!1,advice:advice2}}function measureValue(value){return value==null?"nothing":Array.isArray(value)?"a list":typeof value=="string"?value.length===1?"a text of 1 character":`a text \
of ${value.length} characters`:typeof value=="object"?"an object":`a ${typeof value}`}function showValue(value,secrets){if(typeof value!="string"||[value,...secrets].
some(({length})=>length>2048))return measureValue(value);let quoted=quote(value);return looksLikeKey(value)||secrets.some(secret=>sharesWith(value,secret)||sharesWith(
quoted,secret))?`${measureValue(value)} (not shown: it looks like a secret)`:quoted}function looksLikeKey(text2){return/^[A-Za-z0-9+/=_~-]{40,}$/.test(text2)&&/[a-z]/.
test(text2)&&/[A-Z]/.test(text2)&&/[0-9]/.test(text2)}function sharesWith(text2,secret){let length=Math.min(8,secret.length);for(let start=0;start+length<=text2.
length;start+=1)if(secret.includes(text2.slice(start,start+length)))return!0;return!1}function quote(text2){let characters=Array.from(withoutCredentials(text2)),
shown=characters.length>60?`${characters.slice(0,60).join("")}…`:characters.join("");return escapeInvisible(JSON.stringify(shown))}function withoutCredentials(text2){
return text2.replace(/^.*@/s,"…@").replace(/\?.+$/s,"?…")}function escapeInvisible(text2){return text2.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,character=>`\\u\
{${character.codePointAt(0)?.toString(16)}}`)}function missing(row){let advice2=row.isGivenByPlatform?"Auth0 gives it to an installed extension; anywhere else, set it yourself.":`Set it: ${row.meaning}`;return{
setting:row.name,expected:row.kind.expected,came:"nothing",advice:advice2}}function malformed(row,value,secrets,advice2=generalAdvice(row)){let came=isSecret3(row)?
measureValue(value):showValue(value,secrets);return{setting:row.name,expected:row.kind.expected,came,advice:advice2}}function generalAdvice(row){let example=row.
example===void 0?"":`, for example ${row.example}`;if(row.isRequired)return`Correct it${example}.`;let otherwise=row.default===void 0?"":` for ${row.default}`;return`\
Correct it${example}, or leave it empty${otherwise}.`}function describeProblem({setting,expected,came,advice:advice2}){return`${setting}: expected ${expected}; ${came}\
 came. ${advice2}`}function syntheticId(timeMs){return`900${new Date(timeMs).toISOString().replace(/\D/g,"").slice(0,14)}`.padEnd(56,"0")}function isSyntheticId(id2){return/^900\d{14}0{39}$/.
test(id2)}function timeOfLogId(id2){let parts=/^900(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)\d{39}$/.exec(id2);if(parts===null)return;let[year,month,day,hour,minute,
second]=parts.slice(1),timeMs=Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);return Number.isNaN(timeMs)?void 0:timeMs}function hasKnownOrder(id2){
return id2.length===56&&/^\d+$/.test(id2)}function isSmallerId(one,other){return one.length===other.length&&one<other}function timeOfLog(log2){let{date}=log2;if(typeof date!="string"||!/^\d{4}-\d\d-\d\dT/.test(date))return;let timeMs=Date.parse(date);return Number.isNaN(timeMs)?
void 0:timeMs}function placeIn(logs,after){let before,smallest;for(let log2 of logs)(log2.log_id===after||isSmallerId(log2.log_id,after))&&(before===void 0||isSmallerId(before.
log_id,log2.log_id))&&(before=log2),(smallest===void 0||isSmallerId(log2.log_id,smallest.log_id))&&(smallest=log2);return before!==void 0?{kind:"after",log:before}:
smallest===void 0?void 0:{kind:"from",log:smallest}}var BEGINNING_MS=Date.UTC(2013,0,1);function startPosition(startFrom2,nowMs){switch(startFrom2.kind){case"beginning":return syntheticId(BEGINNING_MS);case"now":
return syntheticId(nowMs);case"time":return syntheticId(startFrom2.atMs);case"age":return syntheticId(nowMs-startFrom2.ageMs);case"id":return startFrom2.id}}var SHORTEST_RETENTION_MS=24*36e5,BEGINNING3=syntheticId(BEGINNING_MS);function knownUntilMs(after,confirmedAtMs){let placeMs=after===BEGINNING3?void 0:timeOfLogId(
after);return placeMs===void 0||confirmedAtMs===void 0?placeMs??confirmedAtMs:Math.max(placeMs,confirmedAtMs)}function mayBeDeleted(knownMs,nowMs){return nowMs-
knownMs>SHORTEST_RETENTION_MS}function gapWarning(after,knownMs,oldestLogs,emptyAtMs){let untilMs=deletedUntilMs(after,oldestLogs,emptyAtMs);if(!(untilMs===void 0||
untilMs<=knownMs))return`Logs may be missing: Auth0 no longer retains what came between ${isoTime(knownMs)} and ${isoTime(untilMs)}, and it was not exported. It\
 cannot be fetched any more. See to it that the exporter never stands still for longer than the tenant's log retention, which is 1 to 30 days by plan.`}function deletedUntilMs(after,oldestLogs,emptyAtMs){
let place=placeIn(oldestLogs,after);if(place===void 0)return emptyAtMs;if(!(place.kind!=="from"||!isSmallerId(after,place.log.log_id)))return timeOfLogId(place.
log.log_id)??timeOfLog(place.log)}function isoTime(timeMs){return new Date(timeMs).toISOString()}var PATH="/api/v2/logs";function checkpointUrl(origin,after,take){return`${origin}${PATH}?from=${encodeURIComponent(after)}&take=${take}`}function logUrl(origin,logId){return`${origin}${PATH}\
/${encodeURIComponent(logId)}`}var MAX_SEARCH_PAGES=10;function searchUrl(origin,fromMs,page=0){let q=`date:[${new Date(fromMs).toISOString()} TO *]`;return searchUrlOf(
origin,{q,sort:"date:1",per_page:"100",page:String(page)})}function searchBackUrl(origin,untilMs,most){let q=`date:[* TO ${new Date(untilMs).toISOString()}]`;return searchUrlOf(
origin,{q,sort:"date:-1",per_page:String(most),page:"0"})}function oldestUrl(origin,most){return searchUrlOf(origin,{sort:"date:1",per_page:String(most),page:"0"})}
function searchUrlOf(origin,parameters){return`${origin}${PATH}?${new URLSearchParams(parameters)}`}function linkedUrl(link,origin,take){let target=link?.match(
/<([^<>]+)>\s*;[^<]*\brel\s*=\s*"?next\b/i)?.[1];if(target!==void 0)try{let url=new URL(target,origin);return url.origin!==new URL(origin).origin||url.pathname!==
PATH||url.username!==""||url.password!==""?void 0:(url.searchParams.set("take",String(take)),url)}catch{return}}function nextUrl(link,origin,continuesAfter,take){
let url=linkedUrl(link,origin,take);return url?.searchParams.get("from")===continuesAfter?url.href:void 0}var STANDSTILL_MS=36e5,SETTLED_MS=5*6e4;function standsStill(after,nowMs){if(isSyntheticId(after))return!0;let placeMs=timeOfLogId(after);return placeMs===void 0?
hasKnownOrder(after):nowMs-placeMs>STANDSTILL_MS}function settledUntilMs(nowMs){return nowMs-SETTLED_MS}function proveLogsAfter(found,after,settledMs){return found.
some(({log_id:id2})=>{let takenInMs=timeOfLogId(id2);return takenInMs!==void 0&&takenInMs<=settledMs&&isSmallerId(after,id2)})}var MOST_FOUND=10,MAX_FOUND_BYTES=16e6;async function readFirstPage({origin,client,clock,readPage:readPage2,findPlace},after,confirmedAtMs,endsAtMs){let isRetained=!1;
async function search(url,{pauseMs=0}){if(pauseMs>0){if(clock.now()+pauseMs>=endsAtMs)return failed("the rate limit leaves no time for it");await clock.sleep(pauseMs)}
let read=await client.read(url,MAX_FOUND_BYTES,endsAtMs-clock.now());switch(read.status){case"logs":return{status:"found",logs:read.logs};case"position-refused":
return failed(`Auth0 answered ${read.statusCode} to a search`);case"too-large":return failed("what a search found is too large");case"misconfigured":return failed(
read.problem);case"retry":return failed(read.reason)}}async function unlessLost(page){let nowMs=clock.now();if(page.logs.length>0||!standsStill(after,nowMs))return{
status:"page",page};let settledMs=settledUntilMs(nowMs),newest=await search(searchBackUrl(origin,settledMs,MOST_FOUND),page);if(newest.status==="failed")return withWarning(
unconfirmed(page),`It could not be checked that Auth0 still knows the position ${after}: ${newest.reason}`);if(isRetained=placeIn(newest.logs,after)?.kind==="af\
ter",!proveLogsAfter(newest.logs,after,settledMs))return{status:"page",page};let again=await readPage2(after,endsAtMs);if(!isEmptyPage(again))return again;let found=await findPlace(
after,endsAtMs);return isEmptyPage(found)?nothingAfter(after):found}async function withGap(page){let knownMs=knownUntilMs(after,confirmedAtMs),nowMs=clock.now();
if(isRetained||knownMs===void 0||!mayBeDeleted(knownMs,nowMs))return{status:"page",page};let oldest=await search(oldestUrl(origin,MOST_FOUND),page),checked2=oldest.
status==="found"&&oldest.logs.length===0&&page.logs.length>0?failed("a search found nothing, but logs came"):oldest;if(checked2.status==="failed")return withWarning(
unconfirmed(page),`It could not be checked that Auth0 still retains all that came after ${after}: ${checked2.reason}`);let emptyAtMs=page.logs.length===0?nowMs:
void 0,warning=gapWarning(after,knownMs,checked2.logs,emptyAtMs);return warning===void 0?{status:"page",page}:withWarning(page,warning)}let outcome=await readPage2(
after,endsAtMs);if(outcome.status!=="page")return outcome;let checked=await unlessLost(outcome.page);return checked.status!=="page"||checked.page.isUnconfirmed===
!0?checked:withGap(checked.page)}function failed(reason){return{status:"failed",reason}}function isEmptyPage(outcome){return outcome.status==="page"&&outcome.page.
logs.length===0}function unconfirmed(page){return page.logs.length===0?{...page,isUnconfirmed:!0}:page}function withWarning(page,warning){return{status:"page",page:{
...page,warnings:[...page.warnings??[],warning]}}}function nothingAfter(after){return{status:"retry",reason:`Auth0 gave nothing after the position ${after}, alt\
hough a search finds newer logs`}}var SEARCH_MARGIN_MS=6e4;async function searchPlace(origin,client,clock,after,maxResponseBytes,endsAtMs){let search=url=>client.read(url,maxResponseBytes,endsAtMs-
clock.now());async function searchLater(fromMs2){let logs2=[];for(let page=0;;page+=1){let read=await search(searchUrl(origin,fromMs2,page));if(read.status!=="l\
ogs")return read;if(logs2.push(...read.logs),read.logs.length<100||page+1===MAX_SEARCH_PAGES||isSettled(logs2,after))return{...read,logs:logs2}}}let fromMs=Math.
max(0,(timeOfLogId(after)??0)-SEARCH_MARGIN_MS),later=await searchLater(fromMs);if(later.status!=="logs")return later;let place=placeIn(later.logs,after);if(place?.
kind==="after")return{status:"place",place,answer:later.answer};let earlier=await search(searchBackUrl(origin,fromMs,100));if(earlier.status!=="logs")return earlier;
let{answer:answer2,logs}=earlier;return{status:"place",place:placeIn([...later.logs,...logs],after),answer:answer2}}function isSettled(logs,after){let place=placeIn(
logs,after),last=logs.at(-1);if(place===void 0||place.kind==="after"||last===void 0)return!0;let takenInMs=timeOfLogId(place.log.log_id),reachedMs=timeOfLog(last);
return takenInMs===void 0||reachedMs===void 0||reachedMs>takenInMs+1e3}function rateLimitWaitMs(answer2,nowMs){return retryAfterMs(answer2,nowMs)??msUntilReset(answer2,nowMs)}function pauseAfterMs(answer2,nowMs){let remaining=answer2.
header("x-ratelimit-remaining")?.trim();if(!(remaining===void 0||!/^\d+$/.test(remaining)||Number(remaining)>0))return msUntilReset(answer2,nowMs)}function msUntilReset(answer2,nowMs){
let reset=answer2.header("x-ratelimit-reset")?.trim();if(!(reset===void 0||!/^\d{1,11}$/.test(reset)))return Math.max(0,Number(reset)*1e3-serverTimeMs(answer2,nowMs))}var MAX_PAGE_BYTES=16e6,SMALLER_TAKES=[10,1],MAX_SINGLE_LOG_BYTES=64e6,NO_PLACE={status:"retry",reason:"Auth0 does not know the position in the logs, and no oth\
er place to read on from was found"};function createLogsApi(origin,client,clock){let next,refusedBefore,passedOver;async function readAfter(after,endsAtMs){let linked=next?.
after===after?next.url:void 0;if(next=void 0,linked!==void 0){let part=await readAtMost(100,linked,after,endsAtMs);if(part.read.status!=="position-refused")return part}
return readAtMost(100,checkpointUrl(origin,after,100),after,endsAtMs)}async function readAtMost(take,url,after,endsAtMs){let[smallerTake]=SMALLER_TAKES.filter(smaller=>smaller<
take),maxBytes=smallerTake===void 0?MAX_SINGLE_LOG_BYTES:MAX_PAGE_BYTES,read=await client.read(url,maxBytes,endsAtMs-clock.now());return read.status!=="too-larg\
e"||smallerTake===void 0?{read,take}:readAtMost(smallerTake,checkpointUrl(origin,after,smallerTake),after,endsAtMs)}async function readOn(after,endsAtMs){let{read,
take}=await readAfter(after,endsAtMs);if(read.status==="too-large")return tooLarge(after);if(read.status!=="logs")return read;if(read.logs.some(log2=>log2.log_id===
after))return{status:"retry",reason:"Auth0 answered with the log that it was to continue after"};let continuesAfter=read.logs.at(-1)?.log_id??after,url=nextUrl(
read.answer.header("link"),origin,continuesAfter,100);return next=url===void 0?void 0:{after:continuesAfter,url},pageOf(read.answer,{logs:read.logs,continuesAfter,
isFull:read.logs.length>=take})}async function findPlace(after,endsAtMs){let found=await searchPlace(origin,client,clock,after,MAX_SINGLE_LOG_BYTES,endsAtMs);if(found.
status==="too-large")return tooLarge(after);if(found.status==="position-refused")return NO_PLACE;if(found.status!=="place")return found;let{place,answer:answer2}=found;
if(place===void 0)return pageOf(answer2,{logs:[],continuesAfter:after,isFull:!1});let{log:log2}=place,warning=`Auth0 did not know the position ${after}; reading\
 went on at the log ${log2.log_id}, which a search found`;if(place.kind==="after")return readFrom(log2.log_id,after,warning,endsAtMs);let page={logs:[log2],continuesAfter:log2.
log_id,isFull:!0,warnings:[warning]};return pageOf(answer2,page)}async function readFrom(found,asked,warning,endsAtMs){if(found===asked)return NO_PLACE;let outcome=await readOn(
found,endsAtMs);if(outcome.status==="position-refused")return NO_PLACE;if(outcome.status!=="page")return outcome;let{page}=outcome;if(page.logs.length===0)return{
status:"page",page:{...page,continuesAfter:asked,warnings:[warning]}};let logs=page.logs.filter(({log_id:id2})=>id2!==asked&&!isSmallerId(id2,asked));return logs.
length>0?{status:"page",page:{...page,logs,warnings:[warning]}}:(passedOver={asked,reached:page.continuesAfter,warning},readFrom(page.continuesAfter,asked,warning,
endsAtMs))}function pageOf(answer2,page){let pauseMs=pauseAfterMs(answer2,clock.now());return{status:"page",page:pauseMs===void 0?page:{...page,pauseMs}}}async function readPage2(after,endsAtMs){
if(passedOver?.asked===after)return readFrom(passedOver.reached,after,passedOver.warning,endsAtMs);let outcome=await readOn(after,endsAtMs);return outcome.status!==
"position-refused"?outcome:isSyntheticId(after)||refusedBefore===after?findPlace(after,endsAtMs):(refusedBefore=after,{status:"retry",reason:`Auth0 refused the \
position after the log ${after}`})}return{timeOf:timeOfLog,async fetchPage(after,timeoutMs){let outcome=await readPage2(after,clock.now()+timeoutMs);return!(outcome.
status==="page"&&outcome.page.logs.length===0)||!standsStill(after,clock.now())?outcome:{status:"page",page:{...outcome.page,isUnconfirmed:!0}}},fetchFirstPage:(after,confirmedAtMs,timeoutMs)=>readFirstPage(
{origin,client,clock,readPage:readPage2,findPlace},after,confirmedAtMs,clock.now()+timeoutMs),async fetchLog(logId,timeoutMs){return logId==="."||logId===".."?{
status:"gone"}:client.readOne(logId,logUrl(origin,logId),MAX_SINGLE_LOG_BYTES,timeoutMs)}}}function tooLarge(after){return{status:"stopped",reason:`the log afte\
r ${after} is larger than ${MAX_SINGLE_LOG_BYTES} bytes and cannot be read`}}function readLogsAnswer(answer2,nowMs){let{statusCode}=answer2;return statusCode===200?readPage(answer2.body):isUnknown(statusCode)?{status:"position-refused",statusCode}:
failureOf2(answer2,nowMs)}function readLogAnswer(answer2,logId,nowMs){if(isUnknown(answer2.statusCode))return{status:"gone"};if(answer2.statusCode!==200)return failureOf2(
answer2,nowMs);let log2=readLog(parseJson2(answer2.body));return log2?.log_id!==logId?unsound("something other than the log that was asked for"):{status:"log",log:log2}}
function isUnknown(statusCode){return statusCode===400||statusCode===404}function failureOf2(answer2,nowMs){let{statusCode}=answer2;if(statusCode===429){let waitMs2=rateLimitWaitMs(
answer2,nowMs);return{status:"retry",reason:"Auth0 answered 429: the rate limit of the Management API is used up",isRateLimited:!0,...waitMs2===void 0?{}:{waitMs:waitMs2}}}
let waitMs=retryAfterMs(answer2,nowMs);return{status:"retry",reason:`Auth0 answered ${statusCode} to a request for logs`,...waitMs===void 0?{}:{waitMs}}}function tokenRefusedProblem(statusCode,domain){
return{status:"misconfigured",problem:statusCode===403?`${domain} answered 403 to a request for logs, even with a new token: the scope read:logs is missing. Gra\
nt read:logs of the Auth0 Management API to the application.`:`${domain} answered 401 to a request for logs, even with a new token. AUTH0_DOMAIN must be the ten\
ant's own domain, such as example.eu.auth0.com, not a custom domain.`}}function readPage(body){let items=parseJson2(body);if(items===void 0)return unsound("a bo\
dy that is not JSON");if(!Array.isArray(items))return unsound("something other than a list of logs");let logs=[],ids=new Set;for(let item of items){let log2=readLog(
item);if(log2===void 0)return unsound("a log without an id");if(ids.has(log2.log_id))return unsound("the same log twice in one page");ids.add(log2.log_id),logs.
push(log2)}return{status:"logs",logs}}function parseJson2(text2){try{return JSON.parse(text2)}catch{return}}function readLog(item){if(typeof item!="object"||item===
null||Array.isArray(item))return;let fields=item,{log_id:logId,_id:oldId}=fields;return isId(logId)?fields:isId(oldId)?{...fields,log_id:oldId}:void 0}var ID=/^[!-~]{1,200}$/;
function isId(value){return typeof value=="string"&&ID.test(value)}function unsound(what){return{status:"retry",reason:`Auth0 answered 200 with ${what}`}}function createAuthorizedGet(domain,http4,tokens2,clock){return async(url,maxResponseBytes,timeoutMs,onHead)=>{let endsAtMs=clock.now()+timeoutMs;async function getOnce(){
let token=await tokens2.getToken(endsAtMs-clock.now());if(token.status!=="token")return token;let answer2=await http4.send({method:"GET",url,headers:{authorization:`\
Bearer ${token.token}`,accept:"application/json"},timeoutMs:endsAtMs-clock.now(),maxResponseBytes,...onHead===void 0?{}:{onHead}});return answer2.status!=="fail\
ed"?answer2:answer2.cause==="too-large"?{status:"too-large"}:{status:"retry",reason:answer2.reason}}let first=await getOnce();if(!isTokenRefusal(first))return first;
tokens2.forget();let second=await getOnce();return isTokenRefusal(second)?tokenRefusedProblem(second.statusCode,domain):second}}function isTokenRefusal(answer2){
return answer2.status==="answered"&&(answer2.statusCode===401||answer2.statusCode===403)}function createLogsClient(domain,http4,tokens2,clock){let get3=createAuthorizedGet(domain,http4,tokens2,clock);return{async read(url,maxResponseBytes,timeoutMs,onHead){
let answer2=await get3(url,maxResponseBytes,timeoutMs,onHead);if(answer2.status!=="answered")return answer2;let read=readLogsAnswer(answer2,clock.now());return read.
status==="logs"?{...read,answer:answer2}:read},async readOne(logId,url,maxResponseBytes,timeoutMs){let answer2=await get3(url,maxResponseBytes,timeoutMs);return answer2.
status==="answered"?readLogAnswer(answer2,logId,clock.now()):answer2.status!=="too-large"?answer2:{status:"retry",reason:`the log ${logId} is larger than ${maxResponseBytes}\
 bytes`}}}}function getRandomInt(min3,max2){return min3=Math.ceil(min3),max2=Math.floor(max2),Math.floor(Math.random()*(max2-min3)+min3)}async function pause(delay){return new Promise(
resolve=>setTimeout(resolve,delay))}function retry(action,{maxRetries,retryWhen}){let nrOfTriesToAttempt=Math.min(10,maxRetries??3),nrOfTries=0,retryAndWait=async()=>{
let result;if(result=await action(),(retryWhen||[429]).includes(result.status)&&nrOfTries<nrOfTriesToAttempt){nrOfTries++;let wait2=500*Math.pow(2,nrOfTries-1);
wait2=getRandomInt(wait2+1,wait2+250),wait2=Math.min(wait2,1e4),await pause(wait2),result=await retryAndWait()}return result};return retryAndWait()}var ResponseError=class extends Error{constructor(statusCode,body,headers,msg){super(msg),this.statusCode=statusCode,this.body=body,this.headers=headers,this.name=
"ResponseError"}},TimeoutError=class extends Error{constructor(){super("The request was timed out."),this.name="TimeoutError"}},FetchError2=class extends Error{constructor(cause,msg){
super(msg),this.cause=cause,this.name="FetchError"}},RequiredError=class extends Error{constructor(field,msg){super(msg),this.field=field,this.name="RequiredErr\
or"}};var JSONApiResponse=class _JSONApiResponse{constructor(data,headers,status,statusText){this.data=data,this.headers=headers,this.status=status,this.statusText=statusText}static async fromResponse(raw){
let value=await raw.json();return new _JSONApiResponse(value,raw.headers,raw.status,raw.statusText)}},VoidApiResponse=class _VoidApiResponse{constructor(headers,status,statusText){
this.headers=headers,this.status=status,this.statusText=statusText}static async fromResponse(raw){return new _VoidApiResponse(raw.headers,raw.status,raw.statusText)}},
TextApiResponse=class _TextApiResponse{constructor(data,headers,status,statusText){this.data=data,this.headers=headers,this.status=status,this.statusText=statusText}static async fromResponse(raw){
let value=await raw.text();return new _TextApiResponse(value,raw.headers,raw.status,raw.statusText)}};var BaseAPI=class{constructor(configuration){if(this.configuration=configuration,this.fetchWithTimeout=async(url,init)=>{let controller=new AbortController,timeout=setTimeout(
()=>{controller.abort()},this.timeoutDuration);try{return await this.fetchApi(url,{signal:controller.signal,...init})}catch(e2){throw e2.name==="AbortError"?new TimeoutError:
e2}finally{clearTimeout(timeout)}},this.fetch=async(url,init)=>{var _a,_b;let fetchParams={url,init};for(let middleware of this.middleware)middleware.pre&&(fetchParams=
await middleware.pre({fetch:this.fetchWithTimeout,...fetchParams})||fetchParams);let response,error;try{response=((_a=this.configuration.retry)===null||_a===void 0?
void 0:_a.enabled)!==!1?await retry(()=>this.fetchWithTimeout(fetchParams.url,fetchParams.init),{...this.configuration.retry}):await this.fetchWithTimeout(fetchParams.
url,fetchParams.init)}catch(e2){error=e2}if(error||!response.ok){for(let middleware of this.middleware)middleware.onError&&(response=await middleware.onError({fetch:this.
fetchWithTimeout,...fetchParams,error,response:response?response.clone():void 0})||response);if(response===void 0)throw new FetchError2(error,(_b=error?.message)!==
null&&_b!==void 0?_b:"The request failed and the interceptors did not return an alternative response")}else for(let middleware of this.middleware)middleware.post&&
(response=await middleware.post({fetch:this.fetchApi,...fetchParams,response:response.clone()})||response);return response},configuration.baseUrl===null||configuration.
baseUrl===void 0)throw new Error("Must provide a base URL for the API");if(typeof configuration.baseUrl!="string"||configuration.baseUrl.length===0)throw new Error(
"The provided base URL is invalid");this.middleware=configuration.middleware||[],this.fetchApi=configuration.fetch||globalThis.fetch.bind(globalThis),this.parseError=
configuration.parseError,this.timeoutDuration=typeof configuration.timeoutDuration=="number"?configuration.timeoutDuration:1e4}async request(context,initOverrides){
let{url,init}=await this.createFetchParams(context,initOverrides),response=await this.fetch(url,init);if(response&&response.status>=200&&response.status<300)return response;
throw await this.parseError(response)}async createFetchParams(context,initOverrides){let url=this.configuration.baseUrl+context.path;context.query!==void 0&&Object.
keys(context.query).length!==0&&(url+=`?${querystring(context.query)}`);let headers=Object.assign({},this.configuration.headers,context.headers);Object.keys(headers).
forEach(key=>headers[key]===void 0?delete headers[key]:{});let initOverrideFn=typeof initOverrides=="function"?initOverrides:async()=>initOverrides,initParams={
method:context.method,headers,body:context.body,dispatcher:this.configuration.agent},overriddenInit={...initParams,...await initOverrideFn({init:initParams,context})},
init={...overriddenInit,body:overriddenInit.body instanceof FormData||overriddenInit.body instanceof URLSearchParams||overriddenInit.body instanceof Blob?overriddenInit.
body:JSON.stringify(overriddenInit.body)};return{url,init}}};function querystring(params){return Object.keys(params).map(key=>querystringSingleKey(key,params[key])).filter(part=>part.length>0).join("&")}function querystringSingleKey(key,value){
if(value instanceof Array){let multiValue=value.map(singleValue=>encodeURIComponent(String(singleValue))).join(`&${encodeURIComponent(key)}=`);return`${encodeURIComponent(
key)}=${multiValue}`}return`${encodeURIComponent(key)}=${encodeURIComponent(String(value))}`}function validateRequiredRequestParams(requestParameters,keys2){keys2.
forEach(key=>{if(requestParameters[key]===null||requestParameters[key]===void 0)throw new RequiredError(key,`Required parameter requestParameters.${key} was nul\
l or undefined.`)})}var compiledWhitelistedPathRegexes=compileWhitelistedPathPatterns();function compileWhitelistedPathPatterns(){return["^/api/v2/jobs/verification-email$","^/api/\
v2/tickets/email-verification$","^/api/v2/tickets/password-change$","^/api/v2/organizations/[^/]+/invitations$","^/api/v2/users$","^/api/v2/users/[^/]+$","^/api\
/v2/guardian/enrollments/ticket$"].map(pattern=>new RegExp(pattern))}var import_buffer=require("buffer");var encoder2=new TextEncoder,decoder=new TextDecoder,MAX_INT32=2**32;function concat(...buffers){let size=buffers.reduce((acc,{length})=>acc+length,0),buf=new Uint8Array(
size),i2=0;return buffers.forEach(buffer=>{buf.set(buffer,i2),i2+=buffer.length}),buf}var encode;function normalize(input){let encoded2=input;return encoded2 instanceof Uint8Array&&(encoded2=decoder.decode(encoded2)),encoded2}import_buffer.Buffer.
isEncoding("base64url")?encode=input=>import_buffer.Buffer.from(input).toString("base64url"):encode=input=>import_buffer.Buffer.from(input).toString("base64").replace(
/=/g,"").replace(/\+/g,"-").replace(/\//g,"_");var decode=input=>import_buffer.Buffer.from(normalize(input),"base64");var JOSEError=class extends Error{static get code(){return"ERR_JOSE_GENERIC"}constructor(message2){var _a;super(message2),this.code="ERR_JOSE_GENERIC",this.name=
this.constructor.name,(_a=Error.captureStackTrace)===null||_a===void 0||_a.call(Error,this,this.constructor)}},JWTClaimValidationFailed=class extends JOSEError{static get code(){
return"ERR_JWT_CLAIM_VALIDATION_FAILED"}constructor(message2,claim="unspecified",reason="unspecified"){super(message2),this.code="ERR_JWT_CLAIM_VALIDATION_FAILE\
D",this.claim=claim,this.reason=reason}},JWTExpired=class extends JOSEError{static get code(){return"ERR_JWT_EXPIRED"}constructor(message2,claim="unspecified",reason="\
unspecified"){super(message2),this.code="ERR_JWT_EXPIRED",this.claim=claim,this.reason=reason}},JOSEAlgNotAllowed=class extends JOSEError{constructor(){super(...arguments),
this.code="ERR_JOSE_ALG_NOT_ALLOWED"}static get code(){return"ERR_JOSE_ALG_NOT_ALLOWED"}},JOSENotSupported=class extends JOSEError{constructor(){super(...arguments),
this.code="ERR_JOSE_NOT_SUPPORTED"}static get code(){return"ERR_JOSE_NOT_SUPPORTED"}};var JWSInvalid=class extends JOSEError{constructor(){super(...arguments),this.code="ERR_JWS_INVALID"}static get code(){return"ERR_JWS_INVALID"}},JWTInvalid=class extends JOSEError{constructor(){
super(...arguments),this.code="ERR_JWT_INVALID"}static get code(){return"ERR_JWT_INVALID"}};var JWKSInvalid=class extends JOSEError{constructor(){super(...arguments),this.code="ERR_JWKS_INVALID"}static get code(){return"ERR_JWKS_INVALID"}},JWKSNoMatchingKey=class extends JOSEError{constructor(){
super(...arguments),this.code="ERR_JWKS_NO_MATCHING_KEY",this.message="no applicable key found in the JSON Web Key Set"}static get code(){return"ERR_JWKS_NO_MAT\
CHING_KEY"}},JWKSMultipleMatchingKeys=class extends JOSEError{constructor(){super(...arguments),this.code="ERR_JWKS_MULTIPLE_MATCHING_KEYS",this.message="multip\
le matching keys found in the JSON Web Key Set"}static get code(){return"ERR_JWKS_MULTIPLE_MATCHING_KEYS"}},JWKSTimeout=class extends JOSEError{constructor(){super(
...arguments),this.code="ERR_JWKS_TIMEOUT",this.message="request timed out"}static get code(){return"ERR_JWKS_TIMEOUT"}},JWSSignatureVerificationFailed=class extends JOSEError{constructor(){
super(...arguments),this.code="ERR_JWS_SIGNATURE_VERIFICATION_FAILED",this.message="signature verification failed"}static get code(){return"ERR_JWS_SIGNATURE_VE\
RIFICATION_FAILED"}};var import_crypto=require("crypto"),util=__toESM(require("util"),1),is_key_object_default=util.types.isKeyObject?obj=>util.types.isKeyObject(obj):obj=>obj!=null&&
obj instanceof import_crypto.KeyObject;var crypto=__toESM(require("crypto"),1),util2=__toESM(require("util"),1),webcrypto2=crypto.webcrypto,webcrypto_default=webcrypto2,isCryptoKey=util2.types.isCryptoKey?
key=>util2.types.isCryptoKey(key):key=>!1;function unusable(name,prop="algorithm.name"){return new TypeError(`CryptoKey does not support this operation, its ${prop} must be ${name}`)}function isAlgorithm(algorithm,name){
return algorithm.name===name}function getHashLength(hash){return parseInt(hash.name.slice(4),10)}function getNamedCurve(alg){switch(alg){case"ES256":return"P-25\
6";case"ES384":return"P-384";case"ES512":return"P-521";default:throw new Error("unreachable")}}function checkUsage(key,usages){if(usages.length&&!usages.some(expected=>key.
usages.includes(expected))){let msg="CryptoKey does not support this operation, its usages must include ";if(usages.length>2){let last=usages.pop();msg+=`one of\
 ${usages.join(", ")}, or ${last}.`}else usages.length===2?msg+=`one of ${usages[0]} or ${usages[1]}.`:msg+=`${usages[0]}.`;throw new TypeError(msg)}}function checkSigCryptoKey(key,alg,...usages){
switch(alg){case"HS256":case"HS384":case"HS512":{if(!isAlgorithm(key.algorithm,"HMAC"))throw unusable("HMAC");let expected=parseInt(alg.slice(2),10);if(getHashLength(
key.algorithm.hash)!==expected)throw unusable(`SHA-${expected}`,"algorithm.hash");break}case"RS256":case"RS384":case"RS512":{if(!isAlgorithm(key.algorithm,"RSAS\
SA-PKCS1-v1_5"))throw unusable("RSASSA-PKCS1-v1_5");let expected=parseInt(alg.slice(2),10);if(getHashLength(key.algorithm.hash)!==expected)throw unusable(`SHA-${expected}`,
"algorithm.hash");break}case"PS256":case"PS384":case"PS512":{if(!isAlgorithm(key.algorithm,"RSA-PSS"))throw unusable("RSA-PSS");let expected=parseInt(alg.slice(
2),10);if(getHashLength(key.algorithm.hash)!==expected)throw unusable(`SHA-${expected}`,"algorithm.hash");break}case"EdDSA":{if(key.algorithm.name!=="Ed25519"&&
key.algorithm.name!=="Ed448")throw unusable("Ed25519 or Ed448");break}case"ES256":case"ES384":case"ES512":{if(!isAlgorithm(key.algorithm,"ECDSA"))throw unusable(
"ECDSA");let expected=getNamedCurve(alg);if(key.algorithm.namedCurve!==expected)throw unusable(expected,"algorithm.namedCurve");break}default:throw new TypeError(
"CryptoKey does not support this operation")}checkUsage(key,usages)}function message(msg,actual,...types6){if(types6.length>2){let last=types6.pop();msg+=`one of type ${types6.join(", ")}, or ${last}.`}else types6.length===2?msg+=
`one of type ${types6[0]} or ${types6[1]}.`:msg+=`of type ${types6[0]}.`;return actual==null?msg+=` Received ${actual}`:typeof actual=="function"&&actual.name?msg+=
` Received function ${actual.name}`:typeof actual=="object"&&actual!=null&&actual.constructor&&actual.constructor.name&&(msg+=` Received an instance of ${actual.
constructor.name}`),msg}var invalid_key_input_default=(actual,...types6)=>message("Key must be ",actual,...types6);function withAlg(alg,actual,...types6){return message(
`Key for the ${alg} algorithm must be `,actual,...types6)}var is_key_like_default=key=>is_key_object_default(key)||isCryptoKey(key),types5=["KeyObject"];(globalThis.CryptoKey||!(webcrypto_default===null||webcrypto_default===
void 0)&&webcrypto_default.CryptoKey)&&types5.push("CryptoKey");var isDisjoint=(...headers)=>{let sources=headers.filter(Boolean);if(sources.length===0||sources.length===1)return!0;let acc;for(let header of sources){let parameters=Object.
keys(header);if(!acc||acc.size===0){acc=new Set(parameters);continue}for(let parameter of parameters){if(acc.has(parameter))return!1;acc.add(parameter)}}return!0},
is_disjoint_default=isDisjoint;function isObjectLike(value){return typeof value=="object"&&value!==null}function isObject(input){if(!isObjectLike(input)||Object.prototype.toString.call(input)!==
"[object Object]")return!1;if(Object.getPrototypeOf(input)===null)return!0;let proto=input;for(;Object.getPrototypeOf(proto)!==null;)proto=Object.getPrototypeOf(
proto);return Object.getPrototypeOf(input)===proto}var import_buffer2=require("buffer"),import_crypto2=require("crypto");var p256=import_buffer2.Buffer.from([42,134,72,206,61,3,1,7]),p384=import_buffer2.Buffer.from([43,129,4,0,34]),p521=import_buffer2.Buffer.from([43,129,4,0,35]),
secp256k1=import_buffer2.Buffer.from([43,129,4,0,10]),weakMap=new WeakMap,namedCurveToJOSE=namedCurve=>{switch(namedCurve){case"prime256v1":return"P-256";case"s\
ecp384r1":return"P-384";case"secp521r1":return"P-521";case"secp256k1":return"secp256k1";default:throw new JOSENotSupported("Unsupported key curve for this opera\
tion")}},getNamedCurve2=(kee,raw)=>{var _a;let key;if(isCryptoKey(kee))key=import_crypto2.KeyObject.from(kee);else if(is_key_object_default(kee))key=kee;else throw new TypeError(
invalid_key_input_default(kee,...types5));if(key.type==="secret")throw new TypeError('only "private" or "public" type keys can be used for this operation');switch(key.
asymmetricKeyType){case"ed25519":case"ed448":return`Ed${key.asymmetricKeyType.slice(2)}`;case"x25519":case"x448":return`X${key.asymmetricKeyType.slice(1)}`;case"\
ec":{if(weakMap.has(key))return weakMap.get(key);let namedCurve=(_a=key.asymmetricKeyDetails)===null||_a===void 0?void 0:_a.namedCurve;if(!namedCurve&&key.type===
"private")namedCurve=getNamedCurve2((0,import_crypto2.createPublicKey)(key),!0);else if(!namedCurve){let buf=key.export({format:"der",type:"spki"}),i2=buf[1]<128?
14:15,len=buf[i2],curveOid=buf.slice(i2+1,i2+1+len);if(curveOid.equals(p256))namedCurve="prime256v1";else if(curveOid.equals(p384))namedCurve="secp384r1";else if(curveOid.
equals(p521))namedCurve="secp521r1";else if(curveOid.equals(secp256k1))namedCurve="secp256k1";else throw new JOSENotSupported("Unsupported key curve for this op\
eration")}if(raw)return namedCurve;let curve=namedCurveToJOSE(namedCurve);return weakMap.set(key,curve),curve}default:throw new TypeError("Invalid asymmetric ke\
y type for this operation")}};function setCurve(keyObject,curve){weakMap.set(keyObject,curve)}var get_named_curve_default=getNamedCurve2;var weakMap2=new WeakMap,getLength=(buf,index)=>{let len=buf.readUInt8(1);if((len&128)===0)return index===0?len:getLength(buf.subarray(2+len),index-1);let num=len&
127;len=0;for(let i2=0;i2<num;i2++){len<<=8;let j=buf.readUInt8(2+i2);len|=j}return index===0?len:getLength(buf.subarray(2+len),index-1)},getLengthOfSeqIndex=(sequence,index)=>{
let len=sequence.readUInt8(1);if((len&128)===0)return getLength(sequence.subarray(2),index);let num=len&127;return getLength(sequence.subarray(2+num),index)},getModulusLength=key=>{
var _a,_b;if(weakMap2.has(key))return weakMap2.get(key);let modulusLength=(_b=(_a=key.asymmetricKeyDetails)===null||_a===void 0?void 0:_a.modulusLength)!==null&&
_b!==void 0?_b:getLengthOfSeqIndex(key.export({format:"der",type:"pkcs1"}),key.type==="private"?1:0)-1<<3;return weakMap2.set(key,modulusLength),modulusLength},
setModulusLength=(keyObject,modulusLength)=>{weakMap2.set(keyObject,modulusLength)},check_modulus_length_default=(key,alg)=>{if(getModulusLength(key)<2048)throw new TypeError(
`${alg} requires key modulusLength to be 2048 bits or larger`)};var import_crypto3=require("crypto"),import_buffer3=require("buffer");var fromPKCS8=pem=>(0,import_crypto3.createPrivateKey)({key:import_buffer3.Buffer.from(pem.replace(/(?:-----(?:BEGIN|END) PRIVATE KEY-----|\s)/g,""),"base64"),type:"\
pkcs8",format:"der"});var import_buffer5=require("buffer"),import_crypto4=require("crypto");var import_buffer4=require("buffer");var tagInteger=2,tagBitStr=3,tagOctStr=4,tagSequence=48,bZero=import_buffer4.Buffer.from([0]),bTagInteger=import_buffer4.Buffer.from([tagInteger]),bTagBitStr=import_buffer4.Buffer.
from([tagBitStr]),bTagSequence=import_buffer4.Buffer.from([tagSequence]),bTagOctStr=import_buffer4.Buffer.from([tagOctStr]),encodeLength=len=>{if(len<128)return import_buffer4.Buffer.
from([len]);let buffer=import_buffer4.Buffer.alloc(5);buffer.writeUInt32BE(len,1);let offset=1;for(;buffer[offset]===0;)offset++;return buffer[offset-1]=128|5-offset,
buffer.slice(offset-1)},oids=new Map([["P-256",import_buffer4.Buffer.from("06 08 2A 86 48 CE 3D 03 01 07".replace(/ /g,""),"hex")],["secp256k1",import_buffer4.Buffer.
from("06 05 2B 81 04 00 0A".replace(/ /g,""),"hex")],["P-384",import_buffer4.Buffer.from("06 05 2B 81 04 00 22".replace(/ /g,""),"hex")],["P-521",import_buffer4.Buffer.
from("06 05 2B 81 04 00 23".replace(/ /g,""),"hex")],["ecPublicKey",import_buffer4.Buffer.from("06 07 2A 86 48 CE 3D 02 01".replace(/ /g,""),"hex")],["X25519",import_buffer4.Buffer.
from("06 03 2B 65 6E".replace(/ /g,""),"hex")],["X448",import_buffer4.Buffer.from("06 03 2B 65 6F".replace(/ /g,""),"hex")],["Ed25519",import_buffer4.Buffer.from(
"06 03 2B 65 70".replace(/ /g,""),"hex")],["Ed448",import_buffer4.Buffer.from("06 03 2B 65 71".replace(/ /g,""),"hex")]]),DumbAsn1Encoder=class{constructor(){this.
length=0,this.elements=[]}oidFor(oid){let bOid=oids.get(oid);if(!bOid)throw new JOSENotSupported("Invalid or unsupported OID");this.elements.push(bOid),this.length+=
bOid.length}zero(){this.elements.push(bTagInteger,import_buffer4.Buffer.from([1]),bZero),this.length+=3}one(){this.elements.push(bTagInteger,import_buffer4.Buffer.
from([1]),import_buffer4.Buffer.from([1])),this.length+=3}unsignedInteger(integer2){if(integer2[0]&128){let len=encodeLength(integer2.length+1);this.elements.push(
bTagInteger,len,bZero,integer2),this.length+=2+len.length+integer2.length}else{let i2=0;for(;integer2[i2]===0&&(integer2[i2+1]&128)===0;)i2++;let len=encodeLength(
integer2.length-i2);this.elements.push(bTagInteger,encodeLength(integer2.length-i2),integer2.slice(i2)),this.length+=1+len.length+integer2.length-i2}}octStr(octStr){
let len=encodeLength(octStr.length);this.elements.push(bTagOctStr,encodeLength(octStr.length),octStr),this.length+=1+len.length+octStr.length}bitStr(bitS){let len=encodeLength(
bitS.length+1);this.elements.push(bTagBitStr,encodeLength(bitS.length+1),bZero,bitS),this.length+=1+len.length+bitS.length+1}add(seq){this.elements.push(seq),this.
length+=seq.length}end(tag=bTagSequence){let len=encodeLength(this.length);return import_buffer4.Buffer.concat([tag,len,...this.elements],1+len.length+this.length)}};var[major,minor]=process.versions.node.split(".").map(str=>parseInt(str,10)),oneShotCallback=major>=16||major===15&&minor>=13,rsaPssParams=!("electron"in process.
versions)&&(major>=17||major===16&&minor>=9),jwkExport=major>=16||major===15&&minor>=9,jwkImport=major>=16||major===15&&minor>=12;var parse2=jwk=>{if(jwkImport&&jwk.kty!=="oct")return jwk.d?(0,import_crypto4.createPrivateKey)({format:"jwk",key:jwk}):(0,import_crypto4.createPublicKey)({format:"\
jwk",key:jwk});switch(jwk.kty){case"oct":return(0,import_crypto4.createSecretKey)(decode(jwk.k));case"RSA":{let enc=new DumbAsn1Encoder,isPrivate=jwk.d!==void 0,
modulus=import_buffer5.Buffer.from(jwk.n,"base64"),exponent=import_buffer5.Buffer.from(jwk.e,"base64");isPrivate?(enc.zero(),enc.unsignedInteger(modulus),enc.unsignedInteger(
exponent),enc.unsignedInteger(import_buffer5.Buffer.from(jwk.d,"base64")),enc.unsignedInteger(import_buffer5.Buffer.from(jwk.p,"base64")),enc.unsignedInteger(import_buffer5.Buffer.
from(jwk.q,"base64")),enc.unsignedInteger(import_buffer5.Buffer.from(jwk.dp,"base64")),enc.unsignedInteger(import_buffer5.Buffer.from(jwk.dq,"base64")),enc.unsignedInteger(
import_buffer5.Buffer.from(jwk.qi,"base64"))):(enc.unsignedInteger(modulus),enc.unsignedInteger(exponent));let createInput={key:enc.end(),format:"der",type:"pkc\
s1"},keyObject=isPrivate?(0,import_crypto4.createPrivateKey)(createInput):(0,import_crypto4.createPublicKey)(createInput);return setModulusLength(keyObject,modulus.
length<<3),keyObject}case"EC":{let enc=new DumbAsn1Encoder,isPrivate=jwk.d!==void 0,pub=import_buffer5.Buffer.concat([import_buffer5.Buffer.alloc(1,4),import_buffer5.Buffer.
from(jwk.x,"base64"),import_buffer5.Buffer.from(jwk.y,"base64")]);if(isPrivate){enc.zero();let enc$12=new DumbAsn1Encoder;enc$12.oidFor("ecPublicKey"),enc$12.oidFor(
jwk.crv),enc.add(enc$12.end());let enc$2=new DumbAsn1Encoder;enc$2.one(),enc$2.octStr(import_buffer5.Buffer.from(jwk.d,"base64"));let enc$3=new DumbAsn1Encoder;
enc$3.bitStr(pub);let f22=enc$3.end(import_buffer5.Buffer.from([161]));enc$2.add(f22);let f3=enc$2.end(),enc$4=new DumbAsn1Encoder;enc$4.add(f3);let f32=enc$4.end(
import_buffer5.Buffer.from([4]));enc.add(f32);let der2=enc.end(),keyObject2=(0,import_crypto4.createPrivateKey)({key:der2,format:"der",type:"pkcs8"});return setCurve(
keyObject2,jwk.crv),keyObject2}let enc$1=new DumbAsn1Encoder;enc$1.oidFor("ecPublicKey"),enc$1.oidFor(jwk.crv),enc.add(enc$1.end()),enc.bitStr(pub);let der=enc.
end(),keyObject=(0,import_crypto4.createPublicKey)({key:der,format:"der",type:"spki"});return setCurve(keyObject,jwk.crv),keyObject}case"OKP":{let enc=new DumbAsn1Encoder;
if(jwk.d!==void 0){enc.zero();let enc$12=new DumbAsn1Encoder;enc$12.oidFor(jwk.crv),enc.add(enc$12.end());let enc$2=new DumbAsn1Encoder;enc$2.octStr(import_buffer5.Buffer.
from(jwk.d,"base64"));let f3=enc$2.end(import_buffer5.Buffer.from([4]));enc.add(f3);let der2=enc.end();return(0,import_crypto4.createPrivateKey)({key:der2,format:"\
der",type:"pkcs8"})}let enc$1=new DumbAsn1Encoder;enc$1.oidFor(jwk.crv),enc.add(enc$1.end()),enc.bitStr(import_buffer5.Buffer.from(jwk.x,"base64"));let der=enc.
end();return(0,import_crypto4.createPublicKey)({key:der,format:"der",type:"spki"})}default:throw new JOSENotSupported('Invalid or unsupported JWK "kty" (Key Typ\
e) Parameter value')}},jwk_to_key_default=parse2;async function importPKCS8(pkcs8,alg,options){if(typeof pkcs8!="string"||pkcs8.indexOf("-----BEGIN PRIVATE KEY-----")!==0)throw new TypeError('"pkcs8" must be P\
KCS#8 formatted string');return fromPKCS8(pkcs8,alg,options)}async function importJWK(jwk,alg,octAsKeyObject){var _a;if(!isObject(jwk))throw new TypeError("JWK \
must be an object");switch(alg||(alg=jwk.alg),jwk.kty){case"oct":if(typeof jwk.k!="string"||!jwk.k)throw new TypeError('missing "k" (Key Value) Parameter value');
return octAsKeyObject??(octAsKeyObject=jwk.ext!==!0),octAsKeyObject?jwk_to_key_default({...jwk,alg,ext:(_a=jwk.ext)!==null&&_a!==void 0?_a:!1}):decode(jwk.k);case"\
RSA":if(jwk.oth!==void 0)throw new JOSENotSupported('RSA JWK "oth" (Other Primes Info) Parameter value is not supported');case"EC":case"OKP":return jwk_to_key_default(
{...jwk,alg});default:throw new JOSENotSupported('Unsupported "kty" (Key Type) Parameter value')}}var symmetricTypeCheck=(alg,key)=>{if(!(key instanceof Uint8Array)){if(!is_key_like_default(key))throw new TypeError(withAlg(alg,key,...types5,"Uint8Array"));if(key.
type!=="secret")throw new TypeError(`${types5.join(" or ")} instances for symmetric algorithms must be of type "secret"`)}},asymmetricTypeCheck=(alg,key,usage)=>{
if(!is_key_like_default(key))throw new TypeError(withAlg(alg,key,...types5));if(key.type==="secret")throw new TypeError(`${types5.join(" or ")} instances for as\
ymmetric algorithms must not be of type "secret"`);if(usage==="sign"&&key.type==="public")throw new TypeError(`${types5.join(" or ")} instances for asymmetric a\
lgorithm signing must be of type "private"`);if(usage==="decrypt"&&key.type==="public")throw new TypeError(`${types5.join(" or ")} instances for asymmetric algo\
rithm decryption must be of type "private"`);if(key.algorithm&&usage==="verify"&&key.type==="private")throw new TypeError(`${types5.join(" or ")} instances for \
asymmetric algorithm verifying must be of type "public"`);if(key.algorithm&&usage==="encrypt"&&key.type==="private")throw new TypeError(`${types5.join(" or ")} \
instances for asymmetric algorithm encryption must be of type "public"`)},checkKeyType=(alg,key,usage)=>{alg.startsWith("HS")||alg==="dir"||alg.startsWith("PBES\
2")||/^A\d{3}(?:GCM)?KW$/.test(alg)?symmetricTypeCheck(alg,key):asymmetricTypeCheck(alg,key,usage)},check_key_type_default=checkKeyType;function validateCrit(Err,recognizedDefault,recognizedOption,protectedHeader,joseHeader){if(joseHeader.crit!==void 0&&protectedHeader.crit===void 0)throw new Err(
'"crit" (Critical) Header Parameter MUST be integrity protected');if(!protectedHeader||protectedHeader.crit===void 0)return new Set;if(!Array.isArray(protectedHeader.
crit)||protectedHeader.crit.length===0||protectedHeader.crit.some(input=>typeof input!="string"||input.length===0))throw new Err('"crit" (Critical) Header Param\
eter MUST be an array of non-empty strings when present');let recognized;recognizedOption!==void 0?recognized=new Map([...Object.entries(recognizedOption),...recognizedDefault.
entries()]):recognized=recognizedDefault;for(let parameter of protectedHeader.crit){if(!recognized.has(parameter))throw new JOSENotSupported(`Extension Header P\
arameter "${parameter}" is not recognized`);if(joseHeader[parameter]===void 0)throw new Err(`Extension Header Parameter "${parameter}" is missing`);if(recognized.
get(parameter)&&protectedHeader[parameter]===void 0)throw new Err(`Extension Header Parameter "${parameter}" MUST be integrity protected`)}return new Set(protectedHeader.
crit)}var validate_crit_default=validateCrit;var validateAlgorithms=(option2,algorithms)=>{if(algorithms!==void 0&&(!Array.isArray(algorithms)||algorithms.some(s2=>typeof s2!="string")))throw new TypeError(
`"${option2}" option must be an array of strings`);if(algorithms)return new Set(algorithms)},validate_algorithms_default=validateAlgorithms;var crypto3=__toESM(require("crypto"),1),import_util2=require("util");function dsaDigest(alg){switch(alg){case"PS256":case"RS256":case"ES256":case"ES256K":return"sha256";case"PS384":case"RS384":case"ES384":return"sha384";case"PS51\
2":case"RS512":case"ES512":return"sha512";case"EdDSA":return;default:throw new JOSENotSupported(`alg ${alg} is not supported either by JOSE or your javascript r\
untime`)}}var import_crypto5=require("crypto");var PSS={padding:import_crypto5.constants.RSA_PKCS1_PSS_PADDING,saltLength:import_crypto5.constants.RSA_PSS_SALTLEN_DIGEST},ecCurveAlgMap=new Map([["ES256","P-2\
56"],["ES256K","secp256k1"],["ES384","P-384"],["ES512","P-521"]]);function keyForCrypto(alg,key){switch(alg){case"EdDSA":if(!["ed25519","ed448"].includes(key.asymmetricKeyType))
throw new TypeError("Invalid key for this operation, its asymmetricKeyType must be ed25519 or ed448");return key;case"RS256":case"RS384":case"RS512":if(key.asymmetricKeyType!==
"rsa")throw new TypeError("Invalid key for this operation, its asymmetricKeyType must be rsa");return check_modulus_length_default(key,alg),key;case(rsaPssParams&&
"PS256"):case(rsaPssParams&&"PS384"):case(rsaPssParams&&"PS512"):if(key.asymmetricKeyType==="rsa-pss"){let{hashAlgorithm,mgf1HashAlgorithm,saltLength}=key.asymmetricKeyDetails,
length=parseInt(alg.slice(-3),10);if(hashAlgorithm!==void 0&&(hashAlgorithm!==`sha${length}`||mgf1HashAlgorithm!==hashAlgorithm))throw new TypeError(`Invalid ke\
y for this operation, its RSA-PSS parameters do not meet the requirements of "alg" ${alg}`);if(saltLength!==void 0&&saltLength>length>>3)throw new TypeError(`In\
valid key for this operation, its RSA-PSS parameter saltLength does not meet the requirements of "alg" ${alg}`)}else if(key.asymmetricKeyType!=="rsa")throw new TypeError(
"Invalid key for this operation, its asymmetricKeyType must be rsa or rsa-pss");return check_modulus_length_default(key,alg),{key,...PSS};case(!rsaPssParams&&"P\
S256"):case(!rsaPssParams&&"PS384"):case(!rsaPssParams&&"PS512"):if(key.asymmetricKeyType!=="rsa")throw new TypeError("Invalid key for this operation, its asymm\
etricKeyType must be rsa");return check_modulus_length_default(key,alg),{key,...PSS};case"ES256":case"ES256K":case"ES384":case"ES512":{if(key.asymmetricKeyType!==
"ec")throw new TypeError("Invalid key for this operation, its asymmetricKeyType must be ec");let actual=get_named_curve_default(key),expected=ecCurveAlgMap.get(
alg);if(actual!==expected)throw new TypeError(`Invalid key curve for the algorithm, its curve must be ${expected}, got ${actual}`);return{dsaEncoding:"ieee-p136\
3",key}}default:throw new JOSENotSupported(`alg ${alg} is not supported either by JOSE or your javascript runtime`)}}var crypto2=__toESM(require("crypto"),1),import_util=require("util");function hmacDigest(alg){switch(alg){case"HS256":return"sha256";case"HS384":return"sha384";case"HS512":return"sha512";default:throw new JOSENotSupported(`alg ${alg}\
 is not supported either by JOSE or your javascript runtime`)}}var import_crypto6=require("crypto");function getSignVerifyKey(alg,key,usage){if(key instanceof Uint8Array){if(!alg.startsWith("HS"))throw new TypeError(invalid_key_input_default(key,...types5));return(0,import_crypto6.createSecretKey)(
key)}if(key instanceof import_crypto6.KeyObject)return key;if(isCryptoKey(key))return checkSigCryptoKey(key,alg,usage),import_crypto6.KeyObject.from(key);throw new TypeError(
invalid_key_input_default(key,...types5,"Uint8Array"))}var oneShotSign;crypto2.sign.length>3?oneShotSign=(0,import_util.promisify)(crypto2.sign):oneShotSign=crypto2.sign;var sign2=async(alg,key,data)=>{let keyObject=getSignVerifyKey(
alg,key,"sign");if(alg.startsWith("HS")){let hmac=crypto2.createHmac(hmacDigest(alg),keyObject);return hmac.update(data),hmac.digest()}return oneShotSign(dsaDigest(
alg),data,keyForCrypto(alg,keyObject))},sign_default=sign2;var oneShotVerify;crypto3.verify.length>4&&oneShotCallback?oneShotVerify=(0,import_util2.promisify)(crypto3.verify):oneShotVerify=crypto3.verify;var verify2=async(alg,key,signature,data)=>{
let keyObject=getSignVerifyKey(alg,key,"verify");if(alg.startsWith("HS")){let expected=await sign_default(alg,keyObject,data),actual=signature;try{return crypto3.timingSafeEqual(
actual,expected)}catch{return!1}}let algorithm=dsaDigest(alg),keyInput=keyForCrypto(alg,keyObject);try{return await oneShotVerify(algorithm,data,keyInput,signature)}catch{
return!1}},verify_default=verify2;async function flattenedVerify(jws,key,options){var _a;if(!isObject(jws))throw new JWSInvalid("Flattened JWS must be an object");if(jws.protected===void 0&&jws.
header===void 0)throw new JWSInvalid('Flattened JWS must have either of the "protected" or "header" members');if(jws.protected!==void 0&&typeof jws.protected!="\
string")throw new JWSInvalid("JWS Protected Header incorrect type");if(jws.payload===void 0)throw new JWSInvalid("JWS Payload missing");if(typeof jws.signature!=
"string")throw new JWSInvalid("JWS Signature missing or incorrect type");if(jws.header!==void 0&&!isObject(jws.header))throw new JWSInvalid("JWS Unprotected Hea\
der incorrect type");let parsedProt={};if(jws.protected)try{let protectedHeader=decode(jws.protected);parsedProt=JSON.parse(decoder.decode(protectedHeader))}catch{
throw new JWSInvalid("JWS Protected Header is invalid")}if(!is_disjoint_default(parsedProt,jws.header))throw new JWSInvalid("JWS Protected and JWS Unprotected H\
eader Parameter names must be disjoint");let joseHeader={...parsedProt,...jws.header},extensions=validate_crit_default(JWSInvalid,new Map([["b64",!0]]),options?.
crit,parsedProt,joseHeader),b64=!0;if(extensions.has("b64")&&(b64=parsedProt.b64,typeof b64!="boolean"))throw new JWSInvalid('The "b64" (base64url-encode payloa\
d) Header Parameter must be a boolean');let{alg}=joseHeader;if(typeof alg!="string"||!alg)throw new JWSInvalid('JWS "alg" (Algorithm) Header Parameter missing o\
r invalid');let algorithms=options&&validate_algorithms_default("algorithms",options.algorithms);if(algorithms&&!algorithms.has(alg))throw new JOSEAlgNotAllowed(
'"alg" (Algorithm) Header Parameter not allowed');if(b64){if(typeof jws.payload!="string")throw new JWSInvalid("JWS Payload must be a string")}else if(typeof jws.
payload!="string"&&!(jws.payload instanceof Uint8Array))throw new JWSInvalid("JWS Payload must be a string or an Uint8Array instance");let resolvedKey=!1;typeof key==
"function"&&(key=await key(parsedProt,jws),resolvedKey=!0),check_key_type_default(alg,key,"verify");let data=concat(encoder2.encode((_a=jws.protected)!==null&&_a!==
void 0?_a:""),encoder2.encode("."),typeof jws.payload=="string"?encoder2.encode(jws.payload):jws.payload),signature;try{signature=decode(jws.signature)}catch{throw new JWSInvalid(
"Failed to base64url decode the signature")}if(!await verify_default(alg,key,signature,data))throw new JWSSignatureVerificationFailed;let payload;if(b64)try{payload=
decode(jws.payload)}catch{throw new JWSInvalid("Failed to base64url decode the payload")}else typeof jws.payload=="string"?payload=encoder2.encode(jws.payload):
payload=jws.payload;let result={payload};return jws.protected!==void 0&&(result.protectedHeader=parsedProt),jws.header!==void 0&&(result.unprotectedHeader=jws.header),
resolvedKey?{...result,key}:result}async function compactVerify(jws,key,options){if(jws instanceof Uint8Array&&(jws=decoder.decode(jws)),typeof jws!="string")throw new JWSInvalid("Compact JWS mus\
t be a string or Uint8Array");let{0:protectedHeader,1:payload,2:signature,length}=jws.split(".");if(length!==3)throw new JWSInvalid("Invalid Compact JWS");let verified=await flattenedVerify(
{payload,protected:protectedHeader,signature},key,options),result={payload:verified.payload,protectedHeader:verified.protectedHeader};return typeof key=="functi\
on"?{...result,key:verified.key}:result}var epoch_default=date=>Math.floor(date.getTime()/1e3);var REGEX=/^(\d+|\d+\.\d+) ?(seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d|weeks?|w|years?|yrs?|y)$/i,secs_default=str=>{let matched=REGEX.exec(str);if(!matched)
throw new TypeError("Invalid time period format");let value=parseFloat(matched[1]);switch(matched[2].toLowerCase()){case"sec":case"secs":case"second":case"secon\
ds":case"s":return Math.round(value);case"minute":case"minutes":case"min":case"mins":case"m":return Math.round(value*60);case"hour":case"hours":case"hr":case"hr\
s":case"h":return Math.round(value*3600);case"day":case"days":case"d":return Math.round(value*86400);case"week":case"weeks":case"w":return Math.round(value*604800);default:
return Math.round(value*31557600)}};var normalizeTyp=value=>value.toLowerCase().replace(/^application\//,""),checkAudiencePresence=(audPayload,audOption)=>typeof audPayload=="string"?audOption.includes(
audPayload):Array.isArray(audPayload)?audOption.some(Set.prototype.has.bind(new Set(audPayload))):!1,jwt_claims_set_default=(protectedHeader,encodedPayload,options={})=>{
let{typ}=options;if(typ&&(typeof protectedHeader.typ!="string"||normalizeTyp(protectedHeader.typ)!==normalizeTyp(typ)))throw new JWTClaimValidationFailed('unexp\
ected "typ" JWT header value',"typ","check_failed");let payload;try{payload=JSON.parse(decoder.decode(encodedPayload))}catch{}if(!isObject(payload))throw new JWTInvalid(
"JWT Claims Set must be a top-level JSON object");let{requiredClaims=[],issuer,subject,audience,maxTokenAge}=options;maxTokenAge!==void 0&&requiredClaims.push("\
iat"),audience!==void 0&&requiredClaims.push("aud"),subject!==void 0&&requiredClaims.push("sub"),issuer!==void 0&&requiredClaims.push("iss");for(let claim of new Set(
requiredClaims.reverse()))if(!(claim in payload))throw new JWTClaimValidationFailed(`missing required "${claim}" claim`,claim,"missing");if(issuer&&!(Array.isArray(
issuer)?issuer:[issuer]).includes(payload.iss))throw new JWTClaimValidationFailed('unexpected "iss" claim value',"iss","check_failed");if(subject&&payload.sub!==
subject)throw new JWTClaimValidationFailed('unexpected "sub" claim value',"sub","check_failed");if(audience&&!checkAudiencePresence(payload.aud,typeof audience==
"string"?[audience]:audience))throw new JWTClaimValidationFailed('unexpected "aud" claim value',"aud","check_failed");let tolerance;switch(typeof options.clockTolerance){case"\
string":tolerance=secs_default(options.clockTolerance);break;case"number":tolerance=options.clockTolerance;break;case"undefined":tolerance=0;break;default:throw new TypeError(
"Invalid clockTolerance option type")}let{currentDate}=options,now=epoch_default(currentDate||new Date);if((payload.iat!==void 0||maxTokenAge)&&typeof payload.iat!=
"number")throw new JWTClaimValidationFailed('"iat" claim must be a number',"iat","invalid");if(payload.nbf!==void 0){if(typeof payload.nbf!="number")throw new JWTClaimValidationFailed(
'"nbf" claim must be a number',"nbf","invalid");if(payload.nbf>now+tolerance)throw new JWTClaimValidationFailed('"nbf" claim timestamp check failed',"nbf","chec\
k_failed")}if(payload.exp!==void 0){if(typeof payload.exp!="number")throw new JWTClaimValidationFailed('"exp" claim must be a number',"exp","invalid");if(payload.
exp<=now-tolerance)throw new JWTExpired('"exp" claim timestamp check failed',"exp","check_failed")}if(maxTokenAge){let age=now-payload.iat,max2=typeof maxTokenAge==
"number"?maxTokenAge:secs_default(maxTokenAge);if(age-tolerance>max2)throw new JWTExpired('"iat" claim timestamp check failed (too far in the past)',"iat","chec\
k_failed");if(age<0-tolerance)throw new JWTClaimValidationFailed('"iat" claim timestamp check failed (it should be in the past)',"iat","check_failed")}return payload};async function jwtVerify(jwt,key,options){var _a;let verified=await compactVerify(jwt,key,options);if(!((_a=verified.protectedHeader.crit)===null||_a===void 0)&&
_a.includes("b64")&&verified.protectedHeader.b64===!1)throw new JWTInvalid("JWTs MUST NOT use unencoded payload");let result={payload:jwt_claims_set_default(verified.
protectedHeader,verified.payload,options),protectedHeader:verified.protectedHeader};return typeof key=="function"?{...result,key:verified.key}:result}var FlattenedSign=class{constructor(payload){if(!(payload instanceof Uint8Array))throw new TypeError("payload must be an instance of Uint8Array");this._payload=
payload}setProtectedHeader(protectedHeader){if(this._protectedHeader)throw new TypeError("setProtectedHeader can only be called once");return this._protectedHeader=
protectedHeader,this}setUnprotectedHeader(unprotectedHeader){if(this._unprotectedHeader)throw new TypeError("setUnprotectedHeader can only be called once");return this.
_unprotectedHeader=unprotectedHeader,this}async sign(key,options){if(!this._protectedHeader&&!this._unprotectedHeader)throw new JWSInvalid("either setProtectedH\
eader or setUnprotectedHeader must be called before #sign()");if(!is_disjoint_default(this._protectedHeader,this._unprotectedHeader))throw new JWSInvalid("JWS P\
rotected and JWS Unprotected Header Parameter names must be disjoint");let joseHeader={...this._protectedHeader,...this._unprotectedHeader},extensions=validate_crit_default(
JWSInvalid,new Map([["b64",!0]]),options?.crit,this._protectedHeader,joseHeader),b64=!0;if(extensions.has("b64")&&(b64=this._protectedHeader.b64,typeof b64!="bo\
olean"))throw new JWSInvalid('The "b64" (base64url-encode payload) Header Parameter must be a boolean');let{alg}=joseHeader;if(typeof alg!="string"||!alg)throw new JWSInvalid(
'JWS "alg" (Algorithm) Header Parameter missing or invalid');check_key_type_default(alg,key,"sign");let payload=this._payload;b64&&(payload=encoder2.encode(encode(
payload)));let protectedHeader;this._protectedHeader?protectedHeader=encoder2.encode(encode(JSON.stringify(this._protectedHeader))):protectedHeader=encoder2.encode(
"");let data=concat(protectedHeader,encoder2.encode("."),payload),signature=await sign_default(alg,key,data),jws={signature:encode(signature),payload:""};return b64&&
(jws.payload=decoder.decode(payload)),this._unprotectedHeader&&(jws.header=this._unprotectedHeader),this._protectedHeader&&(jws.protected=decoder.decode(protectedHeader)),
jws}};var CompactSign=class{constructor(payload){this._flattened=new FlattenedSign(payload)}setProtectedHeader(protectedHeader){return this._flattened.setProtectedHeader(
protectedHeader),this}async sign(key,options){let jws=await this._flattened.sign(key,options);if(jws.payload===void 0)throw new TypeError("use the flattened mod\
ule for creating JWS with b64: false");return`${jws.protected}.${jws.payload}.${jws.signature}`}};var ProduceJWT=class{constructor(payload){if(!isObject(payload))throw new TypeError("JWT Claims Set MUST be an object");this._payload=payload}setIssuer(issuer){
return this._payload={...this._payload,iss:issuer},this}setSubject(subject){return this._payload={...this._payload,sub:subject},this}setAudience(audience){return this.
_payload={...this._payload,aud:audience},this}setJti(jwtId){return this._payload={...this._payload,jti:jwtId},this}setNotBefore(input){return typeof input=="num\
ber"?this._payload={...this._payload,nbf:input}:this._payload={...this._payload,nbf:epoch_default(new Date)+secs_default(input)},this}setExpirationTime(input){return typeof input==
"number"?this._payload={...this._payload,exp:input}:this._payload={...this._payload,exp:epoch_default(new Date)+secs_default(input)},this}setIssuedAt(input){return typeof input>
"u"?this._payload={...this._payload,iat:epoch_default(new Date)}:this._payload={...this._payload,iat:input},this}};var SignJWT=class extends ProduceJWT{setProtectedHeader(protectedHeader){return this._protectedHeader=protectedHeader,this}async sign(key,options){var _a;let sig=new CompactSign(
encoder2.encode(JSON.stringify(this._payload)));if(sig.setProtectedHeader(this._protectedHeader),Array.isArray((_a=this._protectedHeader)===null||_a===void 0?void 0:
_a.crit)&&this._protectedHeader.crit.includes("b64")&&this._protectedHeader.b64===!1)throw new JWTInvalid("JWTs MUST NOT use unencoded payload");return sig.sign(
key,options)}};function getKtyFromAlg(alg){switch(typeof alg=="string"&&alg.slice(0,2)){case"RS":case"PS":return"RSA";case"ES":return"EC";case"Ed":return"OKP";default:throw new JOSENotSupported(
'Unsupported "alg" value for a JSON Web Key Set')}}function isJWKSLike(jwks){return jwks&&typeof jwks=="object"&&Array.isArray(jwks.keys)&&jwks.keys.every(isJWKLike)}
function isJWKLike(key){return isObject(key)}function clone2(obj){return typeof structuredClone=="function"?structuredClone(obj):JSON.parse(JSON.stringify(obj))}
var LocalJWKSet=class{constructor(jwks){if(this._cached=new WeakMap,!isJWKSLike(jwks))throw new JWKSInvalid("JSON Web Key Set malformed");this._jwks=clone2(jwks)}async getKey(protectedHeader,token){
let{alg,kid}={...protectedHeader,...token?.header},kty=getKtyFromAlg(alg),candidates=this._jwks.keys.filter(jwk2=>{let candidate=kty===jwk2.kty;if(candidate&&typeof kid==
"string"&&(candidate=kid===jwk2.kid),candidate&&typeof jwk2.alg=="string"&&(candidate=alg===jwk2.alg),candidate&&typeof jwk2.use=="string"&&(candidate=jwk2.use===
"sig"),candidate&&Array.isArray(jwk2.key_ops)&&(candidate=jwk2.key_ops.includes("verify")),candidate&&alg==="EdDSA"&&(candidate=jwk2.crv==="Ed25519"||jwk2.crv===
"Ed448"),candidate)switch(alg){case"ES256":candidate=jwk2.crv==="P-256";break;case"ES256K":candidate=jwk2.crv==="secp256k1";break;case"ES384":candidate=jwk2.crv===
"P-384";break;case"ES512":candidate=jwk2.crv==="P-521";break}return candidate}),{0:jwk,length}=candidates;if(length===0)throw new JWKSNoMatchingKey;if(length!==
1){let error=new JWKSMultipleMatchingKeys,{_cached}=this;throw error[Symbol.asyncIterator]=async function*(){for(let jwk2 of candidates)try{yield await importWithAlgCache(
_cached,jwk2,alg)}catch{continue}},error}return importWithAlgCache(this._cached,jwk,alg)}};async function importWithAlgCache(cache,jwk,alg){let cached=cache.get(
jwk)||cache.set(jwk,{}).get(jwk);if(cached[alg]===void 0){let key=await importJWK({...jwk,ext:!0},alg);if(key instanceof Uint8Array||key.type!=="public")throw new JWKSInvalid(
"JSON Web Key Set members must be public keys");cached[alg]=key}return cached[alg]}var http3=__toESM(require("http"),1),https2=__toESM(require("https"),1),import_events=require("events");var fetchJwks=async(url,timeout,options)=>{let get3;switch(url.protocol){case"https:":get3=https2.get;break;case"http:":get3=http3.get;break;default:throw new TypeError(
"Unsupported URL protocol.")}let{agent,headers}=options,req=get3(url.href,{agent,timeout,headers}),[response]=await Promise.race([(0,import_events.once)(req,"re\
sponse"),(0,import_events.once)(req,"timeout")]);if(!response)throw req.destroy(),new JWKSTimeout;if(response.statusCode!==200)throw new JOSEError("Expected 200\
 OK from the JSON Web Key Set HTTP response");let parts=[];for await(let part of response)parts.push(part);try{return JSON.parse(decoder.decode(concat(...parts)))}catch{
throw new JOSEError("Failed to parse the JSON Web Key Set HTTP response as JSON")}},fetch_jwks_default=fetchJwks;function isCloudflareWorkers(){return typeof WebSocketPair<"u"||typeof navigator<"u"&&navigator.userAgent==="Cloudflare-Workers"||typeof EdgeRuntime<"u"&&EdgeRuntime===
"vercel"}var RemoteJWKSet=class extends LocalJWKSet{constructor(url,options){if(super({keys:[]}),this._jwks=void 0,!(url instanceof URL))throw new TypeError("ur\
l must be an instance of URL");this._url=new URL(url.href),this._options={agent:options?.agent,headers:options?.headers},this._timeoutDuration=typeof options?.timeoutDuration==
"number"?options?.timeoutDuration:5e3,this._cooldownDuration=typeof options?.cooldownDuration=="number"?options?.cooldownDuration:3e4,this._cacheMaxAge=typeof options?.
cacheMaxAge=="number"?options?.cacheMaxAge:6e5}coolingDown(){return typeof this._jwksTimestamp=="number"?Date.now()<this._jwksTimestamp+this._cooldownDuration:!1}fresh(){
return typeof this._jwksTimestamp=="number"?Date.now()<this._jwksTimestamp+this._cacheMaxAge:!1}async getKey(protectedHeader,token){(!this._jwks||!this.fresh())&&
await this.reload();try{return await super.getKey(protectedHeader,token)}catch(err){if(err instanceof JWKSNoMatchingKey&&this.coolingDown()===!1)return await this.
reload(),super.getKey(protectedHeader,token);throw err}}async reload(){this._pendingFetch&&isCloudflareWorkers()&&(this._pendingFetch=void 0),this._pendingFetch||
(this._pendingFetch=fetch_jwks_default(this._url,this._timeoutDuration,this._options).then(json=>{if(!isJWKSLike(json))throw new JWKSInvalid("JSON Web Key Set m\
alformed");this._jwks={keys:json.keys},this._jwksTimestamp=Date.now(),this._pendingFetch=void 0}).catch(err=>{throw this._pendingFetch=void 0,err})),await this.
_pendingFetch}};function createRemoteJWKSet(url,options){let set=new RemoteJWKSet(url,options);return async function(protectedHeader,token){return set.getKey(protectedHeader,
token)}}var base64url_exports={};__export(base64url_exports,{decode:()=>decode2,encode:()=>encode2});var encode2=encode,decode2=decode;function decodeProtectedHeader(token){let protectedB64u;if(typeof token=="string"){let parts=token.split(".");(parts.length===3||parts.length===5)&&([protectedB64u]=
parts)}else if(typeof token=="object"&&token)if("protected"in token)protectedB64u=token.protected;else throw new TypeError("Token does not contain a Protected H\
eader");try{if(typeof protectedB64u!="string"||!protectedB64u)throw new Error;let result=JSON.parse(decoder.decode(decode2(protectedB64u)));if(!isObject(result))
throw new Error;return result}catch{throw new TypeError("Invalid Token or Protected Header formatting")}}function decodeJwt(jwt){if(typeof jwt!="string")throw new JWTInvalid("JWTs must use Compact JWS serialization, JWT must be a string");let{1:payload,length}=jwt.
split(".");if(length===5)throw new JWTInvalid("Only JWTs using Compact JWS serialization can be decoded");if(length!==3)throw new JWTInvalid("Invalid JWT");if(!payload)
throw new JWTInvalid("JWTs must contain a payload");let decoded;try{decoded=decode2(payload)}catch{throw new JWTInvalid("Failed to base64url decode the payload")}
let result;try{result=JSON.parse(decoder.decode(decoded))}catch{throw new JWTInvalid("Failed to parse the decoded payload as JSON")}if(!isObject(result))throw new JWTInvalid(
"Invalid JWT Claims Set");return result}var byteToHex=[];for(let i2=0;i2<256;++i2)byteToHex.push((i2+256).toString(16).slice(1));function unsafeStringify(arr,offset=0){return(byteToHex[arr[offset+0]]+
byteToHex[arr[offset+1]]+byteToHex[arr[offset+2]]+byteToHex[arr[offset+3]]+"-"+byteToHex[arr[offset+4]]+byteToHex[arr[offset+5]]+"-"+byteToHex[arr[offset+6]]+byteToHex[arr[offset+
7]]+"-"+byteToHex[arr[offset+8]]+byteToHex[arr[offset+9]]+"-"+byteToHex[arr[offset+10]]+byteToHex[arr[offset+11]]+byteToHex[arr[offset+12]]+byteToHex[arr[offset+
13]]+byteToHex[arr[offset+14]]+byteToHex[arr[offset+15]]).toLowerCase()}var import_crypto7=require("crypto"),rnds8Pool=new Uint8Array(256),poolPtr=rnds8Pool.length;function rng(){return poolPtr>rnds8Pool.length-16&&((0,import_crypto7.randomFillSync)(
rnds8Pool),poolPtr=0),rnds8Pool.slice(poolPtr,poolPtr+=16)}var import_crypto8=require("crypto"),native_default={randomUUID:import_crypto8.randomUUID};function v4(options,buf,offset){if(native_default.randomUUID&&!buf&&!options)return native_default.randomUUID();options=options||{};let rnds=options.random??options.
rng?.()??rng();if(rnds.length<16)throw new Error("Random bytes length must be >= 16");if(rnds[6]=rnds[6]&15|64,rnds[8]=rnds[8]&63|128,buf){if(offset=offset||0,offset<
0||offset+16>buf.length)throw new RangeError(`UUID byte range ${offset}:${offset+15} is out of buffer bounds`);for(let i2=0;i2<16;++i2)buf[offset+i2]=rnds[i2];return buf}
return unsafeStringify(rnds)}var v4_default=v4;var addClientAuthentication=async({payload,domain,clientId,clientAssertionSigningKey,clientAssertionSigningAlg,clientSecret,useMTLS})=>{let cid=payload.client_id||
clientId;if(clientAssertionSigningKey&&!payload.client_assertion){let alg=clientAssertionSigningAlg||"RS256",privateKey=await importPKCS8(clientAssertionSigningKey,
alg);payload.client_assertion=await new SignJWT({}).setProtectedHeader({alg}).setIssuedAt().setSubject(cid).setJti(v4_default()).setIssuer(cid).setAudience(`htt\
ps://${domain}/`).setExpirationTime("2mins").sign(privateKey),payload.client_assertion_type="urn:ietf:params:oauth:client-assertion-type:jwt-bearer"}else clientSecret&&
!payload.client_secret&&(payload.client_secret=clientSecret);if((!payload.client_secret||payload.client_secret.trim().length===0)&&(!payload.client_assertion||payload.
client_assertion.trim().length===0)&&!useMTLS)throw new Error("The client_secret or client_assertion field is required, or it should be mTLS request.");return payload};var version="4.37.1";function detectRuntime(){var _a;return typeof process<"u"&&(!((_a=process.versions)===null||_a===void 0)&&_a.node)?"node":typeof navigator<"u"&&navigator.userAgent===
"Cloudflare-Workers"?"cloudflare-workers":typeof Deno<"u"?"deno":"unknown"}var generateClientInfo=()=>{var _a,_b;let runtime=detectRuntime();return{name:"node-a\
uth0",version,env:{[runtime]:(_b=(_a=process.version)===null||_a===void 0?void 0:_a.replace("v",""))!==null&&_b!==void 0?_b:"unknown"}}},mtlsPrefix="mtls";var TelemetryMiddleware=class{constructor(options){this.clientInfo=options.clientInfo||generateClientInfo()}async pre(context){return typeof this.clientInfo.name==
"string"&&this.clientInfo.name.length>0&&(context.init.headers={...context.init.headers,"Auth0-Client":base64url_exports.encode(JSON.stringify(this.clientInfo))}),
{url:context.url,init:context.init}}};var AuthApiError=class extends Error{constructor(error,error_description,statusCode,body,headers){super(error_description||error),this.error=error,this.error_description=
error_description,this.statusCode=statusCode,this.body=body,this.headers=headers,this.name="AuthApiError"}};function parseErrorBody(body){let rawData=JSON.parse(
body),data;return rawData.error?data=rawData:data={error:rawData.code,error_description:rawData.description},data}async function parseError(response){let body=await response.
text();try{let data=parseErrorBody(body);return new AuthApiError(data.error,data.error_description,response.status,body,response.headers)}catch{return new ResponseError(
response.status,body,response.headers,"Response returned an error code")}}var BaseAuthAPI=class extends BaseAPI{constructor(options){super({...options,baseUrl:`\
https://${options.domain}`,middleware:options.telemetry!==!1?[new TelemetryMiddleware(options)]:[],parseError,retry:{enabled:!1,...options.retry}}),this.domain=
options.domain,this.clientId=options.clientId,this.clientSecret=options.clientSecret,this.clientAssertionSigningKey=options.clientAssertionSigningKey,this.clientAssertionSigningAlg=
options.clientAssertionSigningAlg,this.useMTLS=options.useMTLS}async addClientAuthentication(payload){return addClientAuthentication({payload,domain:this.domain,
clientId:this.clientId,clientSecret:this.clientSecret,clientAssertionSigningKey:this.clientAssertionSigningKey,clientAssertionSigningAlg:this.clientAssertionSigningAlg,
useMTLS:this.useMTLS})}};async function grant(grantType,bodyParameters,{idTokenValidateOptions,initOverrides}={},clientId,idTokenValidator,request2){let response=await request2(
{path:"/oauth/token",method:"POST",headers:{"Content-Type":"application/x-www-form-urlencoded"},body:new URLSearchParams({client_id:clientId,...bodyParameters,grant_type:grantType})},
initOverrides),res=await JSONApiResponse.fromResponse(response);return res.data.id_token&&await idTokenValidator.validate(res.data.id_token,idTokenValidateOptions),
res}var getLoginHint=(userId,domain)=>{let loginHint={format:"iss_sub",iss:`https://${domain.endsWith("/")?domain.slice(0,-1):domain}/`,sub:`${userId}`};return JSON.
stringify(loginHint)},CIBA_GRANT_TYPE="urn:openid:params:grant-type:ciba",CIBA_AUTHORIZE_URL="/bc-authorize",CIBA_TOKEN_URL="/oauth/token",Backchannel=class extends BaseAuthAPI{async authorize({
userId,...options}){let body={...options,login_hint:getLoginHint(userId,this.domain),client_id:this.clientId},requestedExpiry=options.requested_expiry||options.
request_expiry;requestedExpiry&&(body.requested_expiry=requestedExpiry),await this.addClientAuthentication(body);let response=await this.request.bind(this)({path:CIBA_AUTHORIZE_URL,
method:"POST",headers:{"Content-Type":"application/x-www-form-urlencoded"},body:new URLSearchParams(body)},{});return(await JSONApiResponse.fromResponse(response)).
data}async backchannelGrant({auth_req_id}){let body={client_id:this.clientId,auth_req_id,grant_type:CIBA_GRANT_TYPE};await this.addClientAuthentication(body);let response=await this.
request.bind(this)({path:CIBA_TOKEN_URL,method:"POST",headers:{"Content-Type":"application/x-www-form-urlencoded"},body:new URLSearchParams(body)},{});return(await JSONApiResponse.
fromResponse(response)).data}};var Database=class extends BaseAuthAPI{async signUp(bodyParameters,initOverrides){validateRequiredRequestParams(bodyParameters,["email","password","connection"]);
let response=await this.request({path:"/dbconnections/signup",method:"POST",headers:{"Content-Type":"application/json"},body:{client_id:this.clientId,...bodyParameters}},
initOverrides),jsonResponse=await JSONApiResponse.fromResponse(response);if(jsonResponse.data){let data=jsonResponse.data;!data.id&&(data._id||data.user_id)&&(data.
id=data._id||data.user_id)}return jsonResponse}async changePassword(bodyParameters,initOverrides){validateRequiredRequestParams(bodyParameters,["email","connect\
ion"]);let response=await this.request({path:"/dbconnections/change_password",method:"POST",headers:{"Content-Type":"application/json"},body:{client_id:this.clientId,
...bodyParameters}},initOverrides);return TextApiResponse.fromResponse(response)}};var DEFAULT_CLOCK_TOLERANCE=60,IdTokenValidatorError=class extends Error{},IDTokenValidator=class{constructor({domain,clientId,clientSecret,agent,headers,timeoutDuration,
idTokenSigningAlg="RS256",clockTolerance=DEFAULT_CLOCK_TOLERANCE}){this.jwks=createRemoteJWKSet(new URL(`https://${domain}/.well-known/jwks.json`),{timeoutDuration,
agent,headers}),this.alg=idTokenSigningAlg,this.audience=clientId,this.secret=new TextEncoder().encode(clientSecret),this.issuer=`https://${domain}/`,this.clockTolerance=
clockTolerance}async validate(idToken,{nonce,maxAge,organization}={}){let secret=this.alg==="HS256"?this.secret:this.jwks,header=decodeProtectedHeader(idToken),
payload=decodeJwt(idToken);if(header.alg!=="RS256"&&header.alg!=="HS256")throw new Error(`Signature algorithm of "${header.alg}" is not supported. Expected the \
ID token to be signed with "RS256" or "HS256".`);if(!payload.iss||typeof payload.iss!="string")throw new IdTokenValidatorError("Issuer (iss) claim must be a str\
ing present in the ID token");if(payload.iss!==this.issuer)throw new IdTokenValidatorError(`Issuer (iss) claim mismatch in the ID token; expected "${this.issuer}\
", found "${payload.iss}"`);if(!payload.sub||typeof payload.sub!="string")throw new IdTokenValidatorError("Subject (sub) claim must be a string present in the I\
D token");if(!payload.aud||!(typeof payload.aud=="string"||Array.isArray(payload.aud)))throw new IdTokenValidatorError("Audience (aud) claim must be a string or\
 array of strings present in the ID token");if(Array.isArray(payload.aud)&&!payload.aud.includes(this.audience))throw new IdTokenValidatorError(`Audience (aud) \
claim mismatch in the ID token; expected "${this.audience}" but was not one of "${payload.aud.join(", ")}"`);if(typeof payload.aud=="string"&&payload.aud!==this.
audience)throw new IdTokenValidatorError(`Audience (aud) claim mismatch in the ID token; expected "${this.audience}" but found "${payload.aud}"`);if(organization){
if(organization.indexOf("org_")===0){if(!payload.org_id||typeof payload.org_id!="string")throw new Error("Organization Id (org_id) claim must be a string presen\
t in the ID token")}else if(!payload.org_name||typeof payload.org_name!="string")throw new Error("Organization Name (org_name) claim must be a string present in\
 the ID token")}let now=Math.floor(Date.now()/1e3);if(!payload.exp||typeof payload.exp!="number")throw new IdTokenValidatorError("Expiration Time (exp) claim mu\
st be a number present in the ID token");let expTime=payload.exp+this.clockTolerance;if(now>expTime)throw new IdTokenValidatorError(`Expiration Time (exp) claim\
 error in the ID token; current time (${now}) is after expiration time (${expTime})`);if(!payload.iat||typeof payload.iat!="number")throw new IdTokenValidatorError(
"Issued At (iat) claim must be a number present in the ID token");if(nonce||payload.nonce){if(!payload.nonce||typeof payload.nonce!="string")throw new IdTokenValidatorError(
"Nonce (nonce) claim must be a string present in the ID token");if(payload.nonce!==nonce)throw new IdTokenValidatorError(`Nonce (nonce) claim mismatch in the ID\
 token; expected "${nonce}", found "${payload.nonce}"`)}if(Array.isArray(payload.aud)&&payload.aud.length>1){if(!payload.azp||typeof payload.azp!="string")throw new IdTokenValidatorError(
"Authorized Party (azp) claim must be a string present in the ID token when Audience (aud) claim has multiple values");if(payload.azp!==this.audience)throw new IdTokenValidatorError(
`Authorized Party (azp) claim mismatch in the ID token; expected "${this.audience}", found "${payload.azp}"`)}if(maxAge){if(!payload.auth_time||typeof payload.auth_time!=
"number")throw new IdTokenValidatorError("Authentication Time (auth_time) claim must be a number present in the ID token when Max Age (max_age) is specified");let authValidUntil=payload.
auth_time+maxAge+this.clockTolerance;if(now>authValidUntil)throw new IdTokenValidatorError(`Authentication Time (auth_time) claim in the ID token indicates that\
 too much time has passed since the last end-user authentication. Currrent time (${now}) is after last auth at ${authValidUntil}`)}await jwtVerify(idToken,secret,
{issuer:this.issuer,audience:this.audience,clockTolerance:this.clockTolerance,maxTokenAge:maxAge,algorithms:["HS256","RS256"]})}};var SUBJECT_TOKEN_TYPES;(function(SUBJECT_TOKEN_TYPES2){SUBJECT_TOKEN_TYPES2.REFRESH_TOKEN="urn:ietf:params:oauth:token-type:refresh_token",SUBJECT_TOKEN_TYPES2.
ACCESS_TOKEN="urn:ietf:params:oauth:token-type:access_token"})(SUBJECT_TOKEN_TYPES||(SUBJECT_TOKEN_TYPES={}));var TOKEN_FOR_CONNECTION_GRANT_TYPE="urn:auth0:par\
ams:oauth:grant-type:token-exchange:federated-connection-access-token";var TOKEN_FOR_CONNECTION_REQUESTED_TOKEN_TYPE="http://auth0.com/oauth/token-type/federated-connection-access-token",TOKEN_URL="/oauth/token",OAuth=class extends BaseAuthAPI{constructor(options){
super({...options,domain:options.useMTLS?`${mtlsPrefix}.${options.domain}`:options.domain}),this.idTokenValidator=new IDTokenValidator(options)}async authorizationCodeGrant(bodyParameters,options={}){
return validateRequiredRequestParams(bodyParameters,["code"]),grant("authorization_code",await this.addClientAuthentication(bodyParameters),options,this.clientId,
this.idTokenValidator,this.request.bind(this))}async authorizationCodeGrantWithPKCE(bodyParameters,options={}){return validateRequiredRequestParams(bodyParameters,
["code","code_verifier"]),grant("authorization_code",await this.addClientAuthentication(bodyParameters),options,this.clientId,this.idTokenValidator,this.request.
bind(this))}async clientCredentialsGrant(bodyParameters,options={}){return validateRequiredRequestParams(bodyParameters,["audience"]),grant("client_credentials",
await this.addClientAuthentication(bodyParameters),options,this.clientId,this.idTokenValidator,this.request.bind(this))}async pushedAuthorization(bodyParameters,options={}){
validateRequiredRequestParams(bodyParameters,["client_id","response_type","redirect_uri"]);let bodyParametersWithClientAuthentication=await this.addClientAuthentication(
bodyParameters),response=await this.request({path:"/oauth/par",method:"POST",headers:{"Content-Type":"application/x-www-form-urlencoded"},body:new URLSearchParams(
{client_id:this.clientId,...bodyParametersWithClientAuthentication})},options.initOverrides);return JSONApiResponse.fromResponse(response)}async passwordGrant(bodyParameters,options={}){
return validateRequiredRequestParams(bodyParameters,["username","password"]),grant(bodyParameters.realm?"http://auth0.com/oauth/grant-type/password-realm":"pass\
word",await this.addClientAuthentication(bodyParameters),options,this.clientId,this.idTokenValidator,this.request.bind(this))}async refreshTokenGrant(bodyParameters,options={}){
return validateRequiredRequestParams(bodyParameters,["refresh_token"]),grant("refresh_token",await this.addClientAuthentication(bodyParameters),options,this.clientId,
this.idTokenValidator,this.request.bind(this))}async revokeRefreshToken(bodyParameters,options={}){validateRequiredRequestParams(bodyParameters,["token"]);let response=await this.
request({path:"/oauth/revoke",method:"POST",headers:{"Content-Type":"application/json"},body:await this.addClientAuthentication({client_id:this.clientId,...bodyParameters})},
options.initOverrides);return VoidApiResponse.fromResponse(response)}async tokenForConnection(bodyParameters,options={}){validateRequiredRequestParams(bodyParameters,
["connection","subject_token"]);let body={subject_token_type:SUBJECT_TOKEN_TYPES.REFRESH_TOKEN,...bodyParameters,grant_type:TOKEN_FOR_CONNECTION_GRANT_TYPE,requested_token_type:TOKEN_FOR_CONNECTION_REQUESTED_TOKEN_TYPE};
await this.addClientAuthentication(body);let response=await this.request({path:TOKEN_URL,method:"POST",headers:{"Content-Type":"application/x-www-form-urlencode\
d"},body:new URLSearchParams(body)},options.initOverrides);return JSONApiResponse.fromResponse(response)}};var Passwordless=class extends BaseAuthAPI{constructor(configuration){super(configuration),this.idTokenValidator=new IDTokenValidator(configuration)}async sendEmail(bodyParameters,initOverrides){
validateRequiredRequestParams(bodyParameters,["email"]);let response=await this.request({path:"/passwordless/start",method:"POST",headers:{"Content-Type":"appli\
cation/json"},body:await this.addClientAuthentication({client_id:this.clientId,connection:"email",...bodyParameters})},initOverrides);return VoidApiResponse.fromResponse(
response)}async sendSMS(bodyParameters,initOverrides){validateRequiredRequestParams(bodyParameters,["phone_number"]);let response=await this.request({path:"/pas\
swordless/start",method:"POST",headers:{"Content-Type":"application/json"},body:await this.addClientAuthentication({client_id:this.clientId,connection:"sms",...bodyParameters})},
initOverrides);return VoidApiResponse.fromResponse(response)}async loginWithEmail(bodyParameters,options={}){validateRequiredRequestParams(bodyParameters,["emai\
l","code"]);let{email:username,code:otp,...otherParams}=bodyParameters;return grant("http://auth0.com/oauth/grant-type/passwordless/otp",await this.addClientAuthentication(
{username,otp,realm:"email",...otherParams}),options,this.clientId,this.idTokenValidator,this.request.bind(this))}async loginWithSMS(bodyParameters,options={}){
validateRequiredRequestParams(bodyParameters,["phone_number","code"]);let{phone_number:username,code:otp,...otherParams}=bodyParameters;return grant("http://aut\
h0.com/oauth/grant-type/passwordless/otp",await this.addClientAuthentication({username,otp,realm:"sms",...otherParams}),options,this.clientId,this.idTokenValidator,
this.request.bind(this))}};var TOKEN_EXCHANGE_GRANT_TYPE="urn:ietf:params:oauth:grant-type:token-exchange",TOKEN_URL2="/oauth/token",CustomTokenExchange=class extends BaseAuthAPI{async exchangeToken(options){
let body={...options,grant_type:TOKEN_EXCHANGE_GRANT_TYPE,client_id:this.clientId};await this.addClientAuthentication(body);let response=await this.request({path:TOKEN_URL2,
method:"POST",headers:{"Content-Type":"application/x-www-form-urlencoded"},body:new URLSearchParams(body)},{});return(await JSONApiResponse.fromResponse(response)).
data}};var AuthenticationClient=class{constructor(options){this.database=new Database(options),this.oauth=new OAuth(options),this.passwordless=new Passwordless(options),
this.backchannel=new Backchannel(options),this.tokenExchange=new CustomTokenExchange(options)}};function tokenRefusalOutcome(refusal,domain){let{statusCode,error}=refusal,came=`${domain} answered ${statusCode}${error===""?"":` ${error}`} to the request for\
 a token`;return statusCode===429?{status:"retry",reason:`${came}: too many token requests`,isRateLimited:!0,...waitOf(refusal.waitMs)}:statusCode===408||statusCode>=
500?{status:"retry",reason:came,...waitOf(refusal.waitMs)}:{status:"misconfigured",problem:`${came}. ${adviceFor2(statusCode,error)}`}}function adviceFor2(statusCode,error){
return statusCode===403||error==="unauthorized_client"?'The application may not use the Management API: authorise it for "Auth0 Management API" with the scope r\
ead:logs, and allow it the grant type "Client Credentials".':statusCode===401||error==="invalid_client"?"AUTH0_CLIENT_ID or AUTH0_CLIENT_SECRET is wrong, or the\
 secret was rotated: enter the present ones.":"AUTH0_DOMAIN must be the tenant's own domain, such as example.eu.auth0.com, not a custom domain."}function waitOf(waitMs){
return waitMs===void 0?{}:{waitMs}}var RENEW_BEFORE_MS=12e4,DEFAULT_LIFE_SECONDS=600,MAX_ANSWER_BYTES2=1e6,NAME2="auth0";function createTokenSource(application,http4,seal,clock){let held,sealed={};
function hold(token){held=token,sealed={[NAME2]:seal.seal(JSON.stringify(token))}}return{restore(sealedTokens){let text2=sealedTokens[NAME2];held=text2===void 0?
void 0:parseHeldToken(seal.open(text2)),sealed=held===void 0||text2===void 0?{}:{[NAME2]:text2}},sealed:()=>sealed,forget(){held=void 0,sealed={}},async getToken(timeoutMs){
if(held!==void 0&&clock.now()<held.renewAtMs)return{status:"token",token:held.accessToken};let outcome=await requestToken(application,http4,clock,timeoutMs);return outcome.
status!=="granted"?outcome:(hold(outcome.token),{status:"token",token:outcome.token.accessToken})}}}async function requestToken(application,http4,clock,timeoutMs){
let{domain,origin,clientId,clientSecret}=application,failure,answer2,client=new AuthenticationClient({domain,clientId,clientSecret,telemetry:!1,timeoutDuration:timeoutMs,
fetch:async(input,init)=>{let outcome=await http4.send({method:"POST",url:`${origin}${new URL(String(input)).pathname}`,headers:{"content-type":"application/x-w\
ww-form-urlencoded"},body:String(init?.body),timeoutMs,maxResponseBytes:MAX_ANSWER_BYTES2});if(outcome.status==="failed")throw failure=outcome,new Error(outcome.
reason);return answer2=outcome,new Response(outcome.body,{status:outcome.statusCode})}});try{let{data}=await client.oauth.clientCredentialsGrant({audience:`http\
s://${domain}/api/v2/`}),token=readGrant(data,clock.now());return token!==void 0?{status:"granted",token}:{status:"retry",reason:`${domain} answered a token req\
uest without a token`}}catch(error){if(failure!==void 0)return{status:"retry",reason:failure.reason};if(answer2===void 0||answer2.statusCode<400)return{status:"\
retry",reason:`${domain} answered a token request with something else`};let waitMs=retryAfterMs(answer2,clock.now()),code=error instanceof AuthApiError?errorCode2(
error.error):"";return tokenRefusalOutcome({statusCode:answer2.statusCode,error:code,waitMs},domain)}}function readGrant(data,nowMs){let{access_token:accessToken,
expires_in:expiresIn}=data;if(typeof accessToken!="string"||accessToken===""||!/^[\x21-\x7e]+$/.test(accessToken))return;let lifeMs=(typeof expiresIn=="number"&&
Number.isFinite(expiresIn)&&expiresIn>0?expiresIn:DEFAULT_LIFE_SECONDS)*1e3;return{accessToken,renewAtMs:nowMs+lifeMs-Math.min(RENEW_BEFORE_MS,lifeMs/2)}}function errorCode2(error){
return typeof error=="string"&&/^[a-z_]{1,40}$/.test(error)?error:""}function parseHeldToken(text2){if(text2!==void 0)try{let{accessToken,renewAtMs}=JSON.parse(
text2);return typeof accessToken!="string"||typeof renewAtMs!="number"?void 0:{accessToken,renewAtMs}}catch{return}}function readingAhead(client,origin,clock){let ahead,wasFull=!1;function begin(url,maxResponseBytes,timeoutMs){let onHead=head=>{reading.head=head,reading.isWanted&&
readOn(reading,maxResponseBytes,timeoutMs)},outcome=client.read(url,maxResponseBytes,timeoutMs,onHead),reading={url,outcome,isWanted:!1};return reading}function readOn({
url,head},maxResponseBytes,timeoutMs){if(head===void 0||head.statusCode!==200||!wasFull||pauseAfterMs(head,clock.now())!==void 0)return;let next=linkedUrl(head.
header("link"),origin,100)?.href;next!==void 0&&next!==url&&(ahead=begin(next,maxResponseBytes,timeoutMs))}return{...client,async read(url,maxResponseBytes,timeoutMs){
let reading=ahead?.url===url?ahead:begin(url,maxResponseBytes,timeoutMs);ahead=void 0,reading.isWanted=!0,readOn(reading,maxResponseBytes,timeoutMs);let outcome=await reading.
outcome;return wasFull=outcome.status==="logs"&&outcome.logs.length>=100,outcome}}}var import_promises=require("node:timers/promises");function createSystemClock(){let startedAtMs=Date.now()-performance.now();return{now:()=>Math.round(startedAtMs+
performance.now()),async sleep(durationMs,signal){await(0,import_promises.setTimeout)(Math.max(0,durationMs),void 0,signal===void 0?{}:{signal}).catch(()=>{})},
turn:()=>(0,import_promises.setImmediate)()}}function assembleParts(settings,outside){let{auth0,dataCollector,startFrom:startFrom2,maxBatchRecords,maxRunMs}=settings,{http:http4,clock}=outside,tokenSeal=createSeal(
auth0.clientSecret,"auth0 token"),tokens2=createTokenSource(auth0,http4,tokenSeal,clock),logs=createLogsClient(auth0.domain,http4,tokens2,clock);return{...outside,
source:createLogsApi(auth0.origin,readingAhead(logs,auth0.origin,clock),clock),destinations:[createDataCollector(dataCollector,maxBatchRecords,http4,clock)],toRecord,
tokens:tokens2,vault:createVault(createSeal(auth0.clientSecret,"dead letter")),startAfter:nowMs=>startPosition(startFrom2,nowMs),maxRunMs}}var random=Math.random;
function runExport(settings,store,trigger){return runWork(settings,store,trigger,exportRun)}async function runWork(settings,store,trigger,workOf){let http4=createHttpClient(),outside={http:http4,clock:createSystemClock(),random};try{let work=workOf(assembleParts(
settings,outside));return await run({...outside,...settings,store},trigger,work)}finally{http4.close()}}var REFUSED_RUN={minIntervalMs:3e4,maxRunMs:2e4};function runWithProblems(problems,store,trigger){
let clock=createSystemClock();return run({store,clock,random,...REFUSED_RUN},trigger,{prepare:state=>state,perform:async()=>({outcome:"misconfigured",problems:problems.
map(describeProblem),...NOTHING_DONE})})}var OUTCOMES={"caught-up":"caught up: nothing was left to export","out-of-time":"out of time: the next run goes on where this one ended","rate-limited":"rate li\
mited: the next run goes on where this one ended",stopped:"stopped",misconfigured:"misconfigured: nothing is exported until this is put right"};function describeReport(report2){
let logs=report2.deliveries.map(describeDelivery),outcome=report2.work==="replay"&&report2.outcome==="caught-up"?"replayed dead letters":OUTCOMES[report2.outcome];
return[`Run ${report2.runId} ${outcome}${report2.reason===void 0?".":`: ${report2.reason}.`}`,...(report2.problems??[]).map(problem=>`  Problem: ${problem}`),...(report2.
warnings??[]).map(warning=>`  Note: ${warning}`),...logs.map(line=>`  ${line}`),`  ${describeFigures(report2)}`].join(`
`)}function describeDelivery(delivery){let{destination:destination2,logs,batches,bytes,retries,truncatedRecords,checkpoint}=delivery,{deadLetters=0}=delivery,megabytes=(bytes/
1e6).toFixed(1),shortened=truncatedRecords===0?"":`, ${truncatedRecords} shortened to fit`,setAside=deadLetters===0?"":`, ${deadLetters} kept as dead letters`;return`${destination2}\
: ${count2(logs,"log","logs")} in ${count2(batches,"batch","batches")} (${megabytes} MB), ${count2(retries,"retry","retries")}${shortened}${setAside}; continues\
 after ${checkpoint}`}function describeFigures(report2){let{pages,pageRetries,startedAtMs,endedAtMs,lagMs:lagMs2,capacityLogs:capacityLogs2}=report2,seconds=((endedAtMs-
startedAtMs)/1e3).toFixed(1),lag=lagMs2===void 0?"unknown":`${(lagMs2/1e3).toFixed(1)} s`,capacity=capacityLogs2===void 0?"":`; one run can carry about ${count2(
capacityLogs2,"log","logs")}`;return`${count2(pages,"page","pages")}, ${count2(pageRetries,"retry","retries")}, ${seconds} s; lag ${lag}${capacity}`}function count2(number2,one,many){
return`${number2} ${number2===1?one:many}`}var azureClouds={public:{title:"Azure (public)",dataCollectorSuffix:"ods.opinsights.azure.com"},usgov:{title:"Azure US Government",dataCollectorSuffix:"ods.opin\
sights.azure.us"},china:{title:"Azure China (21Vianet)",dataCollectorSuffix:"ods.opinsights.azure.cn"}};function option(value){return{value,text:azureClouds[value].
title}}var cloudOptions=[option("public"),option("usgov"),option("china")];function dataCollectorHost(cloud,workspaceId){return`${workspaceId}.${azureClouds[cloud].
dataCollectorSuffix}`}function isLoopbackHost(hostname){return hostname==="localhost"||hostname==="[::1]"||/^127(?:\.[0-9]{1,3}){3}$/.test(hostname)}function readHttpAddress(text2){if(/^[\x21-\x7e]+$/.
test(text2)&&/^https?:\/\/[^/\\?#@%]+(?:\/[^\\?#]*)?$/i.test(text2))try{let url=new URL(text2);return url.protocol==="https:"||isLoopbackHost(url.hostname)?url:
void 0}catch{return}}var API_PATH="/api/logs",endpoint={type:"text",expected:"a URL with https:// (http:// only for a loopback host), without user, ? and #",read:text2=>{if(text2.includes(
"?"))return refused("Leave out the question mark and what follows; the API version is added.");let url=readHttpAddress(text2);return url===void 0?refused():accepted(
url.origin+(url.pathname==="/"?API_PATH:url.pathname))}};function dataCollectorUrl(of){return`${of.endpoint??`https://${dataCollectorHost(of.cloud,of.workspaceId)}${API_PATH}`}\
?api-version=${of.apiVersion}`}function arrangeSettings(values){let workspaceId=values.LOGANALYTICS_WORKSPACEID,resourceId2=values.LOGANALYTICS_RESOURCEID;return{auth0:{...values.AUTH0_DOMAIN,
clientId:values.AUTH0_CLIENT_ID,clientSecret:values.AUTH0_CLIENT_SECRET},dataCollector:{workspaceId,workspaceKey:values.LOGANALYTICS_WORKSPACEKEY,logType:values.
LOGANALYTICS_NAMESPACE,url:dataCollectorUrl({workspaceId,cloud:values.LOGANALYTICS_CLOUD,apiVersion:values.LOGANALYTICS_APIVERSION,endpoint:values.LOGANALYTICS_ENDPOINT}),
...resourceId2===void 0?{}:{resourceId:resourceId2}},startFrom:values.START_FROM,maxBatchRecords:values.BATCH_SIZE,minIntervalMs:values.MIN_INTERVAL_SECONDS,maxRunMs:values.
MAX_RUN_SECONDS}}function isRealDate(year=0,month=0,day=0){let date=new Date(Date.UTC(year,month-1,day));return date.getUTCFullYear()===year&&date.getUTCMonth()===month-1&&day>=
1}var isoForm=/^([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,9}))?)?(Z|[+-][0-9]{2}:[0-9]{2})?)?$/;function readIsoTime(text2){
let parts=isoForm.exec(text2);if(parts===null)return;let[year=0,month=0,day=0,hour=0,minute=0,second=0]=parts.slice(1,7).map(part=>Number(part??0)),offsetMs=readZone(
parts[8]);if(!(isRealDate(year,month,day)&&hour<24&&minute<60&&second<60)||offsetMs===void 0)return;let millisecond=Number((parts[7]??"").padEnd(3,"0").slice(0,
3));return Date.UTC(year,month-1,day,hour,minute,second,millisecond)-offsetMs}function readZone(zone="Z"){if(zone==="Z")return 0;let[hours=0,minutes=0]=zone.slice(
1).split(":").map(Number),offsetMinutes=hours*60+minutes;if(!(minutes>59||offsetMinutes>840))return(zone.startsWith("-")?-offsetMinutes:offsetMinutes)*6e4}var MINUTE_MS=6e4,HOUR_MS=60*MINUTE_MS,DAY_MS=24*HOUR_MS,MOST_AGE_MS=3650*DAY_MS,FIRST_YEAR_MS=Date.UTC(1970,0),AFTER_LAST_YEAR_MS=Date.UTC(2101,0),logIdForm=/^(?:[0-9]{56}|[0-9a-f]{24})$/i,
startFrom={type:"text",expected:"beginning, now, a date or time such as 2026-11-01 or 2026-11-01T08:00:00Z (UTC unless it names a zone), an age such as 90m, 36h\
 or 7d, or a log id of 56 digits",read:text2=>text2==="beginning"||text2==="now"?accepted({kind:text2}):logIdForm.test(text2)?accepted({kind:"id",id:text2}):/^[0-9]+[mhd]$/.
test(text2)?readAge(text2):readTime(text2)};function readAge(text2){let unitMs={m:MINUTE_MS,h:HOUR_MS,d:DAY_MS}[text2.slice(-1)],ageMs=Number(text2.slice(0,-1))*
(unitMs??Number.NaN);return ageMs>0&&ageMs<=MOST_AGE_MS?accepted({kind:"age",ageMs}):refused("Give an age above zero and of at most 3650d, for example 7d.")}function readTime(text2){
let atMs=readIsoTime(text2);return atMs===void 0?refused():atMs<FIRST_YEAR_MS||atMs>=AFTER_LAST_YEAR_MS?refused("Give a date in the years 1970 to 2100."):accepted(
{kind:"time",atMs})}var domainForm=/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/,tenantDomain={type:"text",expected:"the tenant's domain, with or with\
out https:// and without a path (http:// only for a loopback host)",read:text2=>{let hasScheme=text2.includes("://"),url=readHttpAddress(hasScheme?text2:`https:\
//${text2}`);if(url===void 0||url.pathname!=="/")return refused();let isDomain=domainForm.test(url.hostname)&&url.hostname.length<=253&&url.port==="",isSandbox=hasScheme&&
isLoopbackHost(url.hostname);return isDomain||isSandbox?accepted({domain:url.host,origin:url.origin}):refused()}};function textOfForm(expected,form){return{type:"text",expected,read:text2=>form.test(text2)?accepted(text2):refused()}}function wholeNumber(unit,least,most){let read=text2=>{
if(!/^(?:0|[1-9][0-9]{0,8})$/.test(text2))return refused();let value=Number(text2);return value>=least&&value<=most?accepted(value):refused()},expected=`a whole\
 number of ${unit} from ${least} to ${most}`;return{type:"number",unit,expected,read}}function secondsAsMs(least,most){let seconds=wholeNumber("seconds",least,most);
return{...seconds,read:text2=>{let reading=seconds.read(text2);return reading.ok?accepted(reading.value*1e3):reading}}}function choice(options){let read=text2=>{
let option2=options.find(candidate=>candidate.value===text2);return option2===void 0?refused():accepted(option2.value)};return{type:"select",expected:`one of ${options.
map(option2=>option2.value).join(", ")}`,options,read}}var word=textOfForm("at most 512 visible ASCII characters without a space",/^[\x21-\x7e]{1,512}$/),secretWord={
...word,type:"password"},guid={type:"text",expected:"a GUID: hexadecimal digits in groups of 8-4-4-4-12",read:text2=>/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.
test(text2)?accepted(text2.toLowerCase()):refused()},LEAST_KEY_BYTES=16,base64Key={type:"password",expected:`base64 of at least ${LEAST_KEY_BYTES} bytes (a key \
from Azure has 88 characters)`,read:text2=>text2.length%4===0&&/^[A-Za-z0-9+/]+={0,2}$/.test(text2)&&Buffer.from(text2,"base64").length>=LEAST_KEY_BYTES?accepted(
text2):refused("Copy it again from Azure, whole and without line breaks.")},logType={type:"text",expected:"at most 100 letters, digits and underscores, beginnin\
g with a letter, without _CL at the end",read:text2=>/_CL$/i.test(text2)?refused("Leave _CL out at the end: Azure appends it."):/^[A-Za-z][A-Za-z0-9_]{0,99}$/.test(
text2)?accepted(text2):refused()},apiVersion={type:"text",expected:"a date in the form yyyy-mm-dd",read:text2=>{let parts=/^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(
text2);if(parts===null)return refused();let[year,month,day]=parts.slice(1).map(Number);return isRealDate(year,month,day)?accepted(text2):refused()}},resourceId=textOfForm(
"an Azure resource id in ASCII without a space, beginning with /subscriptions/ and a GUID",/^\/subscriptions\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\/[\x21-\x7e]{1,1000}$/i);var settingsTable=[{name:"AUTH0_DOMAIN",meaning:"The tenant's canonical domain. A custom domain does not work here.",kind:tenantDomain,isRequired:!0,isGivenByPlatform:!0,
example:"tenant.eu.auth0.com"},{name:"AUTH0_CLIENT_ID",meaning:"The client id of the application that may read the logs.",kind:word,isRequired:!0,isGivenByPlatform:!0,
example:"abcdefghijklmnopqrstuvwxyz012345"},{name:"AUTH0_CLIENT_SECRET",meaning:"The client secret of the application that may read the logs.",kind:secretWord,isRequired:!0,
isGivenByPlatform:!0},{name:"LOGANALYTICS_WORKSPACEID",meaning:"The id of the Log Analytics workspace, from its page in the Azure portal.",kind:guid,isRequired:!0,
example:"00000000-1111-2222-3333-444444444444"},{name:"LOGANALYTICS_WORKSPACEKEY",meaning:"The primary or secondary key of the workspace, from its page Agents i\
n the Azure portal.",kind:base64Key,isRequired:!0},{name:"LOGANALYTICS_NAMESPACE",meaning:"The name of the table that gets the logs. Azure appends _CL to it.",kind:logType,
isRequired:!0,example:"Auth0Logs"},{name:"LOGANALYTICS_APIVERSION",meaning:"The version of the HTTP Data Collector API. Nobody needs to change it.",kind:apiVersion,
isRequired:!1,default:"2016-04-01",example:"2016-04-01"},{name:"LOGANALYTICS_CLOUD",meaning:"The Azure cloud that the workspace is in.",kind:choice(cloudOptions),
isRequired:!1,default:"public",example:"usgov"},{name:"LOGANALYTICS_ENDPOINT",meaning:"Called in place of Azure's own URL, for a proxy. Without a path, /api/log\
s is appended.",kind:endpoint,isRequired:!1,example:"https://proxy.example.com/api/logs"},{name:"LOGANALYTICS_RESOURCEID",meaning:"The Azure resource that the l\
ogs are filed under, so that people who may read that resource can query them.",kind:resourceId,isRequired:!1,example:"/subscriptions/00000000-1111-2222-3333-44\
4444444444/resourceGroups/identity/providers/Microsoft.Web/sites/shop"},{name:"START_FROM",meaning:"Where the first run begins. It has no effect once a run has \
stored how far it came.",kind:startFrom,isRequired:!1,default:"beginning",example:"7d"},{name:"BATCH_SIZE",meaning:"The most logs that are sent to Azure in one \
request.",kind:wholeNumber("logs",1,1e4),isRequired:!1,default:"1000",example:"500"},{name:"MIN_INTERVAL_SECONDS",meaning:"How long the schedule leaves the exte\
nsion alone after a run that was caught up.",kind:secondsAsMs(0,3600),isRequired:!1,default:"30",example:"60"},{name:"MAX_RUN_SECONDS",meaning:"How long one run\
 may take; the next run goes on where it ended.",kind:secondsAsMs(5,25),isRequired:!1,default:"20",example:"15"}],settingRows=settingsTable;var MOST_CHARACTERS=2048;function parseSettings(values){let given=new Map(settingRows.map(row=>[row.name,givenValue(values,row.name)])),secrets=settingRows.flatMap(
row=>isSecret3(row)?asSecret(given.get(row.name)):[]),problems=[],read=new Map;for(let row of settingRows){let value=given.get(row.name)??row.default;if(value===
void 0){row.isRequired&&problems.push(missing(row));continue}let reading=readValue(row.kind.read,value);reading.ok?read.set(row.name,reading.value):problems.push(
malformed(row,value,secrets,reading.advice))}return problems.length>0?{ok:!1,problems}:{ok:!0,settings:arrangeSettings(Object.fromEntries(read))}}function givenValue(values,name){
let value=Object.getOwnPropertyDescriptor(values,name)?.value??void 0;if(typeof value!="string")return value;let text2=value.trim();return text2===""||text2==="\
-"?void 0:text2}function readValue(read,value){return typeof value=="string"&&value.length<=MOST_CHARACTERS?read(value):refused()}function asSecret(value){return[
"string","number","bigint"].includes(typeof value)?[String(value)]:[]}var import_webtaskStorageContext=__toESM(require_webtaskStorageContext());var TimeoutError2=class extends Error{name="TimeoutError"};async function withTimeout(work,timeoutMs){let timer,timeout=new Promise((_,reject)=>{let message2=`n\
o answer in ${Math.round(timeoutMs)} ms`;timer=setTimeout(()=>reject(new TimeoutError2(message2)),Math.max(0,timeoutMs))});try{return await Promise.race([work,timeout])}finally{
clearTimeout(timer)}}function createWebtaskStore(storage){let context=new import_webtaskStorageContext.default(storage,{force:0}),reads=0;return{async read(timeoutMs){reads+=1;let version2=String(
reads),isTooLate=!1,reading=context.read().finally(()=>{isTooLate&&(reads+=1)});try{let document=await withTimeout(reading,timeoutMs);return{status:"read",document:isEmptyObject(
document)?void 0:document,version:version2}}catch(error){return isTooLate=!0,{status:"failed",reason:`the webtask storage failed: ${messageOf(error)}`}}},async write(document,version2,timeoutMs){
if(version2!==String(reads))return{status:"conflict"};try{return await withTimeout(context.write(document),timeoutMs),{status:"written",version:version2}}catch(error){
return isConflict(error)?(reads+=1,{status:"conflict"}):{status:"failed",reason:`the webtask storage failed: ${messageOf(error)}`,isTooLarge:isTooLarge(error,document)}}}}}
function isEmptyObject(document){return typeof document!="object"||document===null||Array.isArray(document)?!1:Object.keys(document).length===0}function isConflict(error){
if(typeof error!="object"||error===null)return!1;let{code,conflict}=error;return code===409||conflict!==void 0}var SURELY_SMALL_BYTES=1e5;function isTooLarge(error,document){
let code=error?.code;return code===413?!0:code===400&&Buffer.byteLength(JSON.stringify(document))>SURELY_SMALL_BYTES}function messageOf(error){return(error instanceof
Error?error.message:typeof error).slice(0,200)}var ABOUT=`Auth0 Logs to Azure Log Analytics is installed. It exports the logs of this tenant on a schedule.
`;function webtask(context,req,res){let route=(0,import_webtask_tools.fromExpress)(routedReq=>{answer(context,routedReq,res).catch(()=>fail(res))});try{route(context,
req,res)}catch{fail(res)}}async function answer(context,req,res){if(req.resume(),req.url?.split("?",1)[0]!=="/")return reply(res,404,`not found
`);if(req.method==="GET"||req.method==="HEAD")return reply(res,200,ABOUT);if(req.method!=="POST")return reply(res,405,`method not allowed
`);let result=await runOnce(context);reply(res,isFailure(result)?500:200,outcomeWord(result))}async function runOnce({secrets,storage}){let store=createWebtaskStore(
storage),parsed=parseSettings(secrets??{}),result=parsed.ok?await runExport(parsed.settings,store,"schedule"):await runWithProblems(parsed.problems,store,"sched\
ule");return result.status==="ran"&&log(describeReport(result.report)),result}function outcomeWord(result){return result.status==="ran"?result.report.outcome:result.
status}function isFailure(result){return result.status!=="ran"?!1:result.report.outcome==="stopped"||result.report.outcome==="misconfigured"}function reply(res,statusCode,text2){
res.statusCode=statusCode,res.setHeader("content-type","text/plain; charset=utf-8"),res.setHeader("x-content-type-options","nosniff"),res.setHeader("cache-contr\
ol","no-store"),res.end(text2)}function fail(res){res.headersSent?res.destroy():reply(res,500,`internal error
`)}function log(text2){console.log(text2)}0&&(module.exports={webtask});
module.exports = module.exports.webtask;
